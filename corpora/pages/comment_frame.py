"""The frame of a reader's comment: what a line above or below its words can be by its own wording.

Every site writes a name, a date, both, votes and buttons in its own way; `corpora.pages.comments` asks here of each
line which of them it is.
"""

import re

from corpora.document import Aside
from corpora.pages.dates import DATE, one_of
from corpora.pages.lines import Line
from corpora.pages.rules import ends_sentence

__all__ = [
    "ANCHOR",
    "BARE_NUMBER",
    "BUTTONS",
    "DATED",
    "LONGEST_FRAME",
    "NAMED",
    "VOTES",
    "VOTE_LABEL",
    "YEAR_OR_TIME",
    "is_meta",
    "match_name_and_date",
    "may_be_name",
    "plain_name",
    "split_head",
]

_LONGEST_NAME = 40
LONGEST_FRAME = 120  # characters of a line that is no words: name, date and buttons together
_COUNT = r"(?:\s?[(（]?\d+\s?件?[)）]?)?"
_BUTTON = (
    one_of(
        r"(?:この(?:コメント|投稿)[にを])?(?:返信|通報|報告|引用)(?:する)?|返信を(?:見る|隠す|表示|閉じる|書く)|違反(?:報告|通報)",
        r"編集|削除|シェア|共有|いいね[!！]?|good|bad|もっと見る|続きを読む",
        r"\d+\s?件の返信(?:を(?:表示|見る))?|返信\s?\d+\s?件?",
        r"Reply(?: to .{1,30})?|Report|Share|Permalink|Link|Quote|Flag|Like|Edit|Delete|Log in to Reply",
        r"Hide replies|(?:View|Show) (?:\d+ )?(?:more )?repl(?:y|ies)",
    )
    + _COUNT
)
_MORE_BUTTONS = rf"(?:[\s|｜・/／]*{_BUTTON})*"
_NUMBER_OF_VOTES = r"[+-]?\d[\d,]{0,8}"
_VOTES_AFTER_LABEL = (
    one_of(
        r"(?:いいね|イイネ)[!！]?|共感(?:した)?|参考になった|なるほど|賛成|役に立った",
        r"Good|Likes?|Votes?|Score|Points?|Recommend(?:ed)?|Upvotes?|[👍♡♥❤🤍⬆▲△↑☆★+＋]\ufe0f?",
    )
    + rf"\s?[:：]?\s?[(（]?\s?(?P<after>{_NUMBER_OF_VOTES})\s?[件人票]?\s?[)）]?"
)
_VOTES_BEFORE_LABEL = rf"(?P<before>{_NUMBER_OF_VOTES})\s?(?:件の|人が)?\s?" + one_of(
    r"(?:いいね|イイネ)[!！]?(?:しました)?|票|共感|賛成|人が(?:参考になった|役に立った).{0,12}",
    r"likes?|points?|votes?|upvotes?|Good|👍|♡|♥|❤",
)
_VOTES_AGAINST = (
    r"(?:[\s/／|｜・,]*(?:👎|⬇|▼|▽|↓|Bad|dislikes?|反対|うーん|よくない|[-−])\ufe0f?"
    r"\s?[:：]?\s?[(（]?\s?\d[\d,]*\s?[)）]?)?"
)
VOTE_LABEL = re.compile(
    r"共感した|なるほど|うーん|参考になった|役に立った|いいね[!！]?|Good|Bad|Likes?|Dislikes?", re.IGNORECASE
)
_ID = r"(?:\s*[|｜/／]?\s*(?:ID|No|#)\s?[:：.]?\s?[\w+/.-]{1,20})?"
_SAYS = one_of(
    r"\s?(?:さんより|より|さん(?:のコメント|の発言|が書きました)|のコメント)\s?[:：]?",
    r"\s(?:says|said|wrote|commented|writes)\s?:?",
)
_SEPARATOR = r"(?:[\s\u3000|｜:：/／・·•,—–-]+|(?=[(（]))"

DATED = re.compile(
    rf"[(（]?\s?(?:(?:投稿|日時|date|posted(?: on)?)\s?[:：]?\s?)?(?P<date>{DATE})\s?[)）]?{_ID}", re.IGNORECASE
)
VOTES = re.compile(
    rf"(?:{_BUTTON}[\s|｜・/／]*)?(?:{_VOTES_AFTER_LABEL}|{_VOTES_BEFORE_LABEL}){_VOTES_AGAINST}{_MORE_BUTTONS}",
    re.IGNORECASE,
)
BARE_NUMBER = re.compile(rf"(?P<before>[+-]?\d{{1,6}})(?P<buttons>(?:[\s|｜・/／]+{_BUTTON})*)", re.IGNORECASE)
BUTTONS = re.compile(rf"[↳└>＞]?\s?{_BUTTON}{_MORE_BUTTONS}", re.IGNORECASE)
ANCHOR = re.compile(r"(?:>>|＞＞|»|※)\s?\d{1,5}")  # an answer to the comment of that number
_NAME_AND_DATE = re.compile(
    rf"(?:(?:投稿者|名前|Name|by|Posted by)\s?[:：]?\s?)?"
    rf"(?P<name>[^。!?！？]{{1,{_LONGEST_NAME}}}?)(?:{_SAYS})?{_SEPARATOR}"
    rf"(?:[(（]?(?:投稿日?時?|日時|on|at|Posted(?: on)?)\s?[:：]?\s?)?(?P<date>{DATE})\s?[)）]?{_ID}{_MORE_BUTTONS}",
    re.IGNORECASE,
)
_DATE_AND_NAME = re.compile(
    rf"(?P<date>{DATE}){_ID}[\s\u3000|｜/／・]+(?:by\s)?(?:(?:投稿者|名前)[:：]?\s?)?"
    rf"(?P<name>[^。!?！？\d][^。!?！？]{{0,{_LONGEST_NAME}}}?)(?:{_SAYS})?",
    re.IGNORECASE,
)
NAMED = re.compile(
    one_of(
        rf"(?:投稿者|名前|お名前|Name|by|Posted by)\s?[:：]\s?(?P<labelled>[^。]{{1,{_LONGEST_NAME}}})",
        rf"(?P<called>[^。、!?！？]{{1,{_LONGEST_NAME}}}?)"
        r"(?:\s?より\s?[:：]|(?:さん|\s)より|さん[:：]|のコメント[:：]|\s(?:says|said|wrote|commented|writes):)",
        r"(?P<anonymous>匿名(?:希望|さん)?|名無し(?:さん)?(?:@\S+)?|ななし|通りすがり|ゲスト|Anonymous|Guest|@[\w.-]{2,30})",
    ),
    re.IGNORECASE,
)
# Words beside a bare 9月13日 may be a sentence; beside a year, a time of day or "3 hours ago" they are a name.
YEAR_OR_TIME = re.compile(r"\d{4}|\d[:：時]|前$|ago$")


def match_name_and_date(text: str) -> re.Match[str] | None:
    """A line that is a name and a date and nothing else; `None` for a date alone."""
    if len(text) > LONGEST_FRAME or DATED.fullmatch(text):
        return None
    match = _NAME_AND_DATE.fullmatch(text) or _DATE_AND_NAME.fullmatch(text)
    return match if match is not None and may_be_name(match["name"]) else None


def may_be_name(text: str) -> bool:
    """Whether a line is short enough for a name, no sentence, and no other part of the frame."""
    return 0 < len(text) <= _LONGEST_NAME and not ends_sentence(text, strictly=True) and not is_meta(text)


def is_meta(text: str) -> bool:
    """A line that belongs to a comment's frame by its own wording: date, labelled votes, buttons."""
    if len(text) > LONGEST_FRAME:
        return False
    return bool(
        DATED.fullmatch(text)
        or VOTES.fullmatch(text)
        or BUTTONS.fullmatch(text)
        or (_NAME_AND_DATE.fullmatch(text) and not ends_sentence(text))
    )


def plain_name(text: str) -> str | None:
    """A name without what sites write around it; `None` if nothing is left."""
    return re.sub(rf"(?:{_SAYS})\Z", "", text.strip(" \u3000:：|｜/／・,、-")).strip() or None


def split_head(line: Line, match: re.Match[str]) -> list[Aside]:
    """The asides of a line that holds both name and date: each reaches up to the next, so that all of it is covered."""
    start, end = line.marker_start, line.text_end
    if match.start("name") < match.start("date"):
        cut = line.text_start + match.start("date")
        roles = ("author", "date")
    else:
        cut = line.text_start + match.start("name")
        roles = ("date", "author")
    first = line.visible[: cut - start].rstrip()
    return [Aside(start, start + len(first), roles[0]), Aside(cut, end, roles[1])]
