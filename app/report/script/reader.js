// The reader of one host: the view that is there now, and the state that stays when the view is exchanged for another.

// Does the work once, when nobody has asked for it any more for so long.
function afterwards(milliseconds, work) {
  let waiting = 0;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(work, milliseconds);
  };
}

class Reader {
  view = null;
  state = { ...DEFAULTS };
  light = createLight();
  hits = createSearch();
  #place = "";
  #rowsInWindow = [];
  #watched = null;
  #isSearching = false;
  #resized = new ResizeObserver(() => requestAnimationFrame(() => this.isThere() && drawCrossings(this.view)));
  #remember = afterwards(250, () => writeLink(this.state, this.#place));
  #searchSoon = afterwards(120, () => this.searchNow());

  constructor(host) {
    this.host = host;
  }

  isThere() {
    return this.view !== null && this.view.isConnected && this.host.isConnected;
  }

  // Takes a new view over and gives it the state of the one before; the first one gets that of the link.
  enter(view) {
    const isFirst = this.view === null;
    this.view = view;
    view.dataset.ready = "";
    view.classList.add("live");
    this.#place = view.classList.contains("hosted") ? view.dataset.prefix.replace(/-$/, "") : "";
    if (isFirst) this.state = stateOfLink(this.#place) || this.state;
    this.#watch();
    this.#show();
    this.#select(isFirst);
  }

  // The state of the link, once it has been changed by hand.
  follow() {
    const linked = this.isThere() && stateOfLink(this.#place);
    if (!linked) return;
    this.state = linked;
    this.#show();
    if (linked.row) this.go({ row: linked.row });
  }

  set(key, value) {
    if (value === null || !isAllowed(key, value)) return applyState(this.view, this.state);
    this.state = { ...this.state, [key]: value };
    applyState(this.view, this.state);
    this.#remember();
    if (key === "differences") this.#paintDifferences();
    if (["show", "columns", "headings", "comments"].includes(key)) {
      this.hits.search(this.view, this.state.find);
      drawCrossings(this.view);
      sayHowManyRows(this.view);
    }
  }

  toggle(key) {
    this.set(key, this.state[key] === "on" ? "off" : "on");
  }

  // Moves to a row or a sentence, also one that a filter hides.
  go(where) {
    const found = sentenceNamed(this.view, where);
    if (!found) return;
    if (!isShown(found.closest("[data-row]"))) this.set("show", "all");
    focusOn(found);
    found.scrollIntoView({ block: "center" });
  }

  // The sentence that has come into focus is the current one.
  arrive(sentence) {
    makeCurrent(this.view, sentence);
    const { row } = sentence.closest("[data-row]").dataset;
    markOnMap(this.view, row);
    if (!row || this.state.row === row) return;
    this.state = { ...this.state, row };
    this.#remember();
  }

  find(text) {
    this.state = { ...this.state, find: text };
    this.#isSearching = true;
    this.#searchSoon();
  }

  searchNow() {
    if (!this.#isSearching) return;
    this.#isSearching = false;
    this.hits.search(this.view, this.state.find);
    writeLink(this.state, this.#place);
  }

  // What Escape does: the topmost thing that is open goes.
  forget() {
    const menu = this.view.querySelector("details.menu[open]");
    if (menu) menu.removeAttribute("open");
    else if (this.state.find) {
      this.set("find", "");
      this.hits.search(this.view, "");
    } else if (this.state.map === "on") this.toggle("map");
    else unselect(this.view);
  }

  #watch() {
    if (this.#watched) this.#watched.disconnect();
    this.#resized.disconnect();
    const body = this.view.querySelector(".rows tbody");
    if (!body) return;
    this.#resized.observe(body);
    this.#watched = watchRows(this.view, (rows) => {
      this.#rowsInWindow = rows;
      if (this.state.differences === "on") this.#paintDifferences();
    });
  }

  #show() {
    applyState(this.view, this.state);
    drawCrossings(this.view);
    this.hits.search(this.view, this.state.find);
    this.#paintDifferences();
  }

  #paintDifferences() {
    const rows = this.state.differences === "on" ? this.#rowsInWindow : [];
    paintDifferences(rows.filter((row) => row.isConnected));
  }

  // Which sentence is the current one: what the host says, else what the link says. The focus moves only when the page
  // opens; later it may be elsewhere for a reason. Of all others, the first can be reached with the tab key.
  #select(isFirst) {
    const [side, index] = (this.view.dataset.selected || "").split(":");
    const named = index === undefined ? this.state.row && { row: this.state.row } : { side, index };
    const found = named && sentenceNamed(this.view, named);
    const first = found || this.view.querySelector(".s");
    if (found && isFirst && index === undefined) focusOn(found);
    else if (found) makeCurrent(this.view, found);
    else if (first) first.tabIndex = 0;
  }
}
