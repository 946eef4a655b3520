// Which rows there are to be seen. The style sheet hides rows; here they are counted and found.

const isShown = (node) => node.getClientRects().length > 0;
const tableRows = (view) => [...view.querySelectorAll(".rows tbody tr")];
const shownRows = (view) => [...view.querySelectorAll("[data-row]")].filter(isShown);

function say(view, text) {
  const status = view.querySelector("[data-said]");
  if (status) status.textContent = text;
}

function sayHowManyRows(view) {
  const rows = tableRows(view);
  say(view, `${rows.filter(isShown).length} of ${rows.length} rows shown`);
}
