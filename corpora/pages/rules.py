"""What a single line of a copied page can be recognised as, whatever stands around it: one table, pattern to role.

Everything here is how news pages and blogs in Japanese or English word their furniture. A rule looks at one line
without its indentation and marker. What a line means in its place (a first line that is a title, a number that counts
votes) is for `corpora.pages.structure` and `corpora.pages.comments` to say.
"""

import re
from enum import Enum, auto

from corpora.document import BlockKind
from corpora.pages.dates import CLOCK, DATE, STAMP, TIME, ZONE, one_of
from corpora.pages.lines import Line, is_bullet

__all__ = [
    "KIND_BY_ROLE",
    "Role",
    "ends_sentence",
    "has_letters",
    "holds_sentence",
    "label_length",
    "leading_time",
    "role_of",
    "visible_width",
]


class Role(Enum):
    """What a line is by its own wording."""

    BLANK = auto()
    TEXT = auto()  # no rule fits: a title, a heading, prose …
    COMMENTS_HEAD = auto()  # コメント: opens the readers' comments
    RELATED_HEAD = auto()  # 関連記事: opens the boxes of other articles
    RANKING_HEAD = auto()  # アクセスランキング: opens what only fills the page
    LINKS = auto()  # 参考:… a labelled reference
    CREDIT = auto()  # whose picture it is
    CAPTION = auto()  # a caption that says so
    DATELINE = auto()  # dates, by-lines, agencies, tags
    NAVIGATION = auto()  # previous and next, menus, buttons, advertisements
    FOOTER = auto()  # copyright, PAGE TOP, trackbacks
    RULE = auto()  # *** and other lines without a letter


KIND_BY_ROLE = {
    Role.CREDIT: BlockKind.CREDIT,
    Role.CAPTION: BlockKind.CAPTION,
    Role.DATELINE: BlockKind.DATELINE,
    Role.NAVIGATION: BlockKind.NAVIGATION,
    Role.FOOTER: BlockKind.FOOTER,
    Role.LINKS: BlockKind.LINKS,
    Role.RULE: BlockKind.NAVIGATION,
    Role.COMMENTS_HEAD: BlockKind.NAVIGATION,
    Role.RELATED_HEAD: BlockKind.NAVIGATION,
    Role.RANKING_HEAD: BlockKind.FOOTER,
}
"""The kind of the block of a line that its own wording sets aside."""


_COUNT = r"\s*[(（【\[]?\s*(?:全\s?)?\d*\s?件?\s*[)）】\]]?"


def _head(*names: str) -> str:
    """The head of a section: one of these names, perhaps in brackets, perhaps with a count."""
    return rf"[【\[《■◆▼●]?\s*{one_of(*names)}\s*[】\]》▼]?{_COUNT}"


_AGENCY = one_of(
    r"BBC(?:\s(?:News|World|Sport|Verify|Monitoring|Persian|Arabic|Japan|Service))*|BBCニュース",
    r"NHK(?:\s?(?:NEWS|ニュース|WORLD)[\w\s-]*)?",
    r"(?:The\s)?(?:Guardian|New York Times|Washington Post|Times|Independent|Telegraph)",
    r"Reuters|AP(?: News)?|(?:The )?Associated Press|AFP(?:[=＝通信時事]*)?|AFPBB News|CNN(?:\.co\.jp)?",
    r"Bloomberg|Al Jazeera|Getty Images|EPA(?:-EFE)?|Yahoo!ニュース",
    r"ロイター(?:通信)?|ＡＰ通信|AP通信|共同(?:通信社?)?|時事(?:通信社?)?|ブルームバーグ",
    r"(?:毎日|朝日|読売|産経|東京|日本経済)新聞(?:社|デジタル|オンライン)?|産経ニュース|日経",
    r"[ァ-ヶー\u4e00-\u9fff]{2,6}(?:新聞|通信|放送|テレビ)社?",
)
_PICTURE = one_of(
    r"(?:アイキャッチ|サムネイル?|トップ)(?:画像)?",
    "画像|写真|動画|映像|図版?|イラスト",
    r"(?:Featured )?image|Photo(?:graph)?s?|Picture|Video|Cover",
)
_SOURCE_OF = "(?:出典|出所|引用元?|提供|クレジット|素材|source|credit|copyright|by)"
_SERVICE = one_of(
    "Facebook|Twitter|X|LINE|Pocket|Hatena|Pinterest|LinkedIn|WhatsApp|Reddit|note|Bluesky|Instagram|YouTube",
    "RSS|feedly",
    "mixi|B!|はてな(?:ブックマーク)?|はてブ|メール|印刷|Email|Print|Copy link",
)
_SHARE = "(?:シェア|ツイート|ポスト|送る|ブックマーク|共有|保存|フォロー|購読|いいね|Share|Tweet|Save|Like)"
_REFERENCE = one_of(
    r"参考(?:文献|記事|資料|リンク|サイト|URL)?|関連(?:記事|リンク|ニュース|動画|投稿|エントリー?)?",
    r"出典|出所|ソース|情報源|引用元?|元記事|元ネタ|原文|参照|リンク|過去記事|前回(?:の記事)?|続報|詳細|詳しくは",
    r"[合あ]わせて読みたい|Sources?|Related|See also|Read (?:more|also)|Via|References?|Further reading|More",
    r"Original(?: article)?|Link",
)
_LEGAL = one_of(
    r"プライバシー(?:・?ポリシー)?|個人情報(?:の取り?扱い|保護方針)|(?:ご)?利用規約|特定商取引.{0,20}",
    r"免責事項|採用情報|ヘルプ",
    r"(?:お)?問い?合わ?せ(?:フォーム)?|運営会社|運営者情報|会社概要|サイトマップ|広告掲載.{0,10}|(?:当|この)サイトについて",
    r"Privacy(?: policy| notice)?|Terms(?: of (?:use|service)| (?:and|&) conditions)?|Cookies?(?: policy)?",
    r"Contact(?: us)?|About(?: us)?|Site ?map|Accessibility(?: help)?|Help|Advertise(?: with us)?|Careers|Imprint",
    r"Disclaimer",
)

# Order matters: the first role one of whose patterns matches the whole line names it.
_PATTERNS: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (
        Role.COMMENTS_HEAD,
        (
            _head(
                r"(?:この(?:記事|投稿)(?:へ|に対する|について)の?|読者の?|皆(?:さん|様)の|みんなの|全ての|すべての|新着|最新の?)?"
                r"コメント(?:一覧|欄|リスト)?"
            ),
            r"\d+\s?件の(?:コメント|フィードバック|返信)(?:があります)?。?",
            # WordPress
            r"[「“\"『].+[」”\"』]\s?(?:への|に対して)\s?\d+\s?件の(?:コメント|フィードバック)(?:があります)?。?",
            rf"(?:Reader |All |User )?Comments?{_COUNT}:?",
            r"\d+ (?:Comments?|Responses?|Replies|Thoughts?)(?: (?:on|to) .+)?",
        ),
    ),
    (
        Role.RANKING_HEAD,
        (
            _head(
                r"(?:アクセス|人気|記事|コメント|週間|月間|デイリー|閲覧数?)*ランキング",
                r"人気の?(?:記事|ページ|エントリー)|(?:よく|いま|今)?(?:読まれている|話題の)(?:記事|ニュース)?",
                r"(?:最近|最新|新着)の?(?:記事|投稿|コメント|ニュース|トラックバック)(?:一覧)?",
                r"トップ記事|アーカイブ|月別アーカイブ|カテゴリー?(?:一覧)?|タグクラウド|プロフィール",
            ),
            r"Most (?:read|popular|viewed|shared|watched)|Popular (?:posts|articles|stories|now)|Trending(?: now)?",
            r"Recent (?:posts|comments)|Archives?|Categories|Top stories|Latest (?:news|posts|stories)",
        ),
    ),
    (
        Role.RELATED_HEAD,
        (
            _head(
                r"関連(?:する|の)?(?:記事|ニュース|リンク|コンテンツ|情報|ページ|キーワード|動画|投稿|トピックス?)?(?:一覧)?",
                r"[合あ]わせて読みたい(?:記事)?|こちらも(?:おすすめ|オススメ|お読みください|どうぞ)|次に読みたい(?:記事)?",
                r"この(?:話題|ニュース|記事)について(?:さらに|もっと)(?:読む|詳しく)",
                r"(?:おすすめ|オススメ|お薦め|お勧め)の?(?:記事|ニュース|コンテンツ)?",
                r"この記事を(?:読|見)(?:んだ|た)(?:人|方)(?:は|に|へ).{0,30}",
                r"(?:同じ|この)カテゴリー?の記事|この(?:著者|筆者|記者)の(?:他の)?記事",
            ),
            r"Related(?: (?:articles?|stories|posts?|links?|topics|content|news|coverage|reading))?:?",
            r"More on this (?:story|topic)|You (?:may|might) also (?:like|be interested in):?|Around the (?:BBC|web)",
            r"Recommended(?: (?:for you|reading|stories))?|Read (?:more|next|also):?|Further reading|See also:?",
            r"More (?:stories|news)|More from .{1,30}",
        ),
    ),
    (
        Role.CREDIT,
        (
            rf"[(（※*]*\s?{_PICTURE}の?{_SOURCE_OF}\s?[/／:：=＝,、]?\s?.{{1,80}}",
            (
                r"[(（※*]*\s?(?:Credit|Photo(?:graph)?(?:er|s| by| credit)?|Image(?: credit| source)?|Picture(?: by)?)"
                r"\s?[:：/,]\s?[^.。]{1,60}[)）]?"
            ),
            # A long text after 写真: describes the picture; a short one names its owner.
            rf"[(（※*]*\s?{_PICTURE}\s?[:：/／=＝]\s?[^。.]{{1,20}}[)）]?",
            r"[(（]?(?:©|\(c\)|（c）)\s?(?!\d{4})[^。]{1,30}",
            (
                r"(?:Getty Images|Reuters|AFP|EPA|AP|PA Media)"
                r"(?:\s?/\s?(?:Getty Images|Reuters|AFP|EPA|AP|PA Media|[\w .]{2,30})){1,4}"
            ),
        ),
    ),
    (
        Role.CAPTION,
        (
            rf"(?:{_PICTURE}|キャプション|(?:画像|写真|動画)説明)\s?[:：,、]\s?.{{1,200}}",
            r"(?:Image|Media|Photo) caption,?:?\s?.{1,300}",
            r"(?:写真|画像)(?:は|[①-⑳\d]+).{1,100}",
            r"[^。]{2,80}\s?[(（](?:写真|画像|提供|撮影|出典|Photo|Image|\(?c|©)\)?\s?[:：=＝/]?\s?[^)）]{1,30}[)）]",
            r"[^。]{2,80}\s(?:写真|画像|撮影|提供|Photo|Image)\s?[:：=＝/／]\s?[^。]{1,30}",
            r"[^。]{2,80}(?:©|\(c\)|（c）)\s?[^。]{1,30}",
            r"[^。]{4,60}[=＝]\d{1,2}日[^。]{0,20}",
            # …=1日、キーウ(ロイター): the way of Japanese agencies.
            r"[^。]{4,80}[=＝](?:\d{1,2}日、?)?[^。=＝]{0,20}(?:ロイター|共同|時事|AP|AFP|提供|撮影|写す)[)）]?",
        ),
    ),
    (
        Role.FOOTER,
        (
            r"(?:PAGE|BACK TO)\s?(?:THE\s)?TOP|[▲△↑]\s?(?:TOP|トップ).{0,20}",
            r"ページの?(?:TOP|トップ|先頭|上部)(?:へ|に)?(?:戻る)?|(?:TOP|トップ|先頭|上)(?:へ|に)(?:戻る)?",
            r"(?:Copyright|All rights reserved|\(c\)\s?\d{4}|（c）\s?\d{4}|©\s?\d{4}|©️).*",
            r".{0,80}All rights reserved\.?.{0,40}|.{1,60}©\s?\d{4}.{0,60}",
            r".{0,40}(?:無断転載|無断(?:での)?(?:複製|転用|引用)|著作権は).{0,60}",
            rf"{_LEGAL}(?:[\s|｜/／・·•]+{_LEGAL})*",
            r"(?:この記事(?:へ|に)の)?トラックバック.{0,30}|(?:No )?(?:Trackbacks?|Pingbacks?).{0,30}",
            # The form below the comments.
            r"コメントを(?:残す|書く|する|投稿(?:する)?|書き込む)|コメント(?:する|を送信|投稿)|次回のコメントで使用するため.*",
            r"メールアドレスが公開されることはありません。?.*|Your email address will not be published.*|Post comment",
            r"(?:Leave|Post|Add|Write) a (?:comment|reply).{0,40}|(?:Proudly )?Powered by .*",
        ),
    ),
    (
        Role.NAVIGATION,
        (
            # Blogs glue the title of the neighbouring page to the words.
            r".{0,120}(?:前|次)の(?:ページ|記事|投稿|エントリー?|話)(?:へ|に戻る)?",
            r"(?:前|次|過去|新しい|古い)の?(?:ページ|記事|投稿|エントリー?|話)(?:へ)?\s?[:：|｜→←»«\s].{0,120}",
            # Not ＜独自＞ before a title: a label of the news agencies.
            r"(?!(?:<[^<>]{1,12}>|＜[^＜＞]{1,12}＞|≪[^≪≫]{1,12}≫).)[«‹<＜←◀◁≪]\s?.{1,120}|.{1,120}\s[»›＞→▶▷≫]",
            r"(?:前|次)(?:へ|のページへ)|戻る|(?:記事)?一覧(?:へ|に戻る|へ戻る|を見る)?",
            r"(?:Previous|Next|Prev|Older|Newer)(?: (?:page|post|article|story|entry|posts))?(?:\s?[:：»›→].{0,120})?",
            r"(?:<<|>>|[«»‹›←→]|\d{1,3})(?:\s+(?:<<|>>|[«»‹›←→…]|\d{1,3}|次へ|前へ|Next|Last|最後))+",
            # Buttons.
            r"(?:続き|全文|記事)を?(?:読む|見る|表示)(?:する)?(?:\s?[(（].{1,20}[)）])?.?|詳しく(?:見る|はこちら)",
            r"もっと(?:見る|読む)|すべて(?:見る|表示)|さらに(?:読み込む|表示|見る)|Continue reading.{0,80}",
            r"(?:Read|Show|See|Load|View) (?:more|all|full article|less|comments)(?:\s?[»›→…])?",
            (
                rf"(?:{_SHARE}(?:する|[!！])?|{_SERVICE}(?:(?:で|に){_SHARE}(?:する)?|に(?:投稿|追加)(?:する)?)?)"
                rf"(?:[\s|｜・/／]*\d*[\s|｜・/／]*(?:{_SHARE}|{_SERVICE})(?:する)?)*(?:\s?\d+)?"
            ),
            rf"(?:この(?:記事|投稿)を)(?:{_SHARE}|印刷|友達に).{{0,12}}|Share (?:this|on|via|with).{{0,40}}",
            r"(?:URL|リンク)を?コピー(?:する|しました)?|(?:記事を)?(?:印刷|保存)する?|(?:フォロー|follow us).{0,30}",
            r"(?:ニュースレター|メルマガ)(?:に|を|の)?(?:登録|購読|申し?込).{0,20}",
            r"Sign up (?:for|to) .{1,60}(?:newsletter|updates?|alerts?).{0,40}",
            (
                r"(?:並び?替え|Sort by|(?:新着|古い|人気|いいね|評価|新しい|おすすめ|返信)順|Newest|Oldest|Best|Top)"
                r"(?:[\s|｜/／・:：]*(?:(?:新着|古い|人気|いいね|評価|新しい|おすすめ)順|Newest|Oldest|Best|Top))*"
            ),
            # Advertisements.
            (
                r"[\[［【(（<＜]?\s?(?:広告|PR|AD|Ads?|スポンサー(?:ド)?(?:リンク|・?サーチ)?|提供|Promoted|Advertisements?"
                r"|Sponsored(?: links?| content)?)\s?[\]］】)）>＞]?"
            ),
            r"(?:記事は)?広告の(?:後|下)に続きます|この広告は.{0,40}|広告を(?:非表示|閉じる)",
            # Menus and breadcrumbs.
            r"ホーム|HOME|トップ(?:ページ)?|メニュー|MENU|検索|Search|言語|Language|日本語|English",
            r"ログイン|ログアウト|Log ?in|Sign ?(?:in|up|out)|Register|(?:無料)?会員登録|新規登録|マイページ",
            r"(?:メイン)?コンテンツ(?:へ|に)(?:移動|スキップ)(?:する)?|\d{1,6}",  # a lone number counts shares
            r"Subscribe(?: now)?|閉じる|Close|Skip to (?:main )?content|本文へ(?:移動|スキップ|ジャンプ)?",
            r"目次|Contents|Table of contents|\[?\s?(?:表示|非表示|hide|show)\s?\]?",
            r"(?:[^。<＜>›»＞]{1,30}\s?[>›»＞]\s?){1,8}[^。>›»＞]{1,60}",
            r"(?:[^\s。|｜・/／]{1,12}\s?[|｜/／]\s?){2,20}[^\s。|｜]{1,12}",
        ),
    ),
    (
        Role.LINKS,
        (
            rf"{_REFERENCE}\s?[:：]\s?\S.*",
            r"[(（]英語記事\s.*[)）]",
            r"[(（<＜]?https?://\S+[)）>＞]?",
        ),
    ),
    (
        Role.DATELINE,
        (
            rf"[(（【\[]?\s?(?:{STAMP}\s?[:：/]?\s?)?(?:{DATE}|{TIME}{ZONE})\s?(?:{STAMP}|現在|付け?|公開|更新)?\s?[)）】\]]?",
            rf"(?:[(（【\[]?\s?(?:{STAMP}\s?[:：/]?\s?)?{DATE}\s?(?:{STAMP}|付け?)?\s?[)）】\]]?[\s、,|｜/／・·-]*){{2,3}}",
            (
                rf"(?:{_AGENCY}|[\w・ー]{{2,16}}(?:記者|特派員|編集部|デスク)?)[\s|｜/／・、,·-]*[(（]?{STAMP}?\s?[:：]?\s?{DATE}"
                rf"\s?{STAMP}?[)）]?"
            ),
            rf"{STAMP}?\s?[:：]?\s?{DATE}[\s|｜/／・、,·-]+[(（]?(?:{_AGENCY}|[\w・ー\s]{{1,20}})[)）]?",
            rf"{_AGENCY}(?:[\s、,/|｜・]+(?:{_AGENCY}|[A-Zァ-ヶ][\w\s]{{1,20}}))?",
            rf"[\w・ー＝=\s]{{2,24}}[、,]\s?{_AGENCY}\s?(?:[（(][^)）]{{1,12}}[)）])?(?:記者|特派員)?",
            (
                r"(?:カテゴリー?|タグ|ジャンル|分類|キーワード|トピックス?"
                r"|Categor(?:y|ies)|Tags?|Filed under|Topics?|Keywords?|Section)"
                r"\s?[:：]\s?.{0,200}"
            ),
            r"(?:[#＃][\w・ー-]{1,30}[\s,、]*){1,20}",
            # Who wrote it.
            (
                r"(?:文|取材|執筆|著者?|筆者|記者|投稿者|編集者?|翻訳|訳|撮影|作成者|ライター|担当)"
                r"(?:[・/／](?:文|写真|編集|取材|撮影|構成|翻訳))*\s?[:：=＝/／|｜]\s?[^。]{1,40}"
            ),
            r"[(（][^。()（）]{1,30}(?:記者|特派員|支局長?|通信員|編集委員|編集部|共同|時事|ロイター)[)）]",
            r"[\w・ー\s]{2,14}(?:記者|特派員|編集委員|編集部|支局長)",
            r"[【\[［](?:.{1,12}[=＝])?[\w・\s]{2,16}(?:[=＝].{1,12})?[】\]］]",
            # How long it takes to read, and how many did.
            r"(?:この記事は)?約?\s?\d{1,2}\s?分で読め.{0,6}|\d{1,2}\s?min(?:ute)?s? read",
            r"\d[\d,]*\s?(?:views?|PV|回閲覧|ビュー|閲覧)",
            # Notes on times, as on live pages.
            r"[(（※].{0,60}(?:時差|日本時間|現地時間|随時更新|適宜更新|更新しま|all times).{0,40}",
        ),
    ),
)
_RULES = tuple((role, re.compile(one_of(*patterns), re.IGNORECASE)) for role, patterns in _PATTERNS)

# By-lines need capital letters to tell a name from a phrase such as "by then the town was empty".
_NAME_WORD = r"(?:[A-Z][\w.'’-]*|and|in|of|the|for|&|de|van|von|al|bin|[|•·,/-])"
_BYLINE = re.compile(
    r"(?:[Bb]y|BY|(?:Written|Edited|Reported|Words|Text|Story|(?:Additional r|R)eporting|Editing) by|From)"
    rf"\s[A-Z][\w.'’-]*(?:,?\s{_NAME_WORD}){{0,12}},?(?:[\s|•·,-]*(?:{STAMP}\s?:?\s?)?{DATE})?"
)
_POST = re.compile(
    r"(?:[A-Z][\w'’-]*,?\s){0,6}(?:[a-z]+\s){0,2}(?:[Cc]orrespondent|[Ee]ditor|[Rr]eporter)"
    r"(?:,?\s(?:in\s)?[A-Z][\w ]{1,30})?"
)

_LABEL = re.compile(
    one_of(
        rf"(?:{_REFERENCE}|※?\s?{_PICTURE}の?{_SOURCE_OF}?|Credit)\s?[:：]\s?",
        r"(?:Image|Media|Photo) (?:caption|source|credit)\s?[:：]\s?",
        r"(?:Image|Media|Photo) (?:caption|source|credit),\s?",
    ),
    re.IGNORECASE,
)
# 15:30に始まる is prose: a stamp is followed by a space, and by no particle.
_LEADING_TIME = re.compile(
    rf"(?:[【\[(（]\s?(?:{DATE}|{CLOCK})\s?(?:更新)?[】\])）]|(?:{DATE}[\s\u3000]+)?{CLOCK}(?=[\s\u3000|｜:：-]))"
    r"[\s\u3000|｜:：-]*(?=[^\s\u3000にかまのごを頃現])"
)
_CLOSERS = r"[」』）)\]】”’\"'》〉]*\Z"
_ENDS_SENTENCE = re.compile(rf"[。．｡.!?！？…‥]{_CLOSERS}")
_ENDS_WITH_STOP = re.compile(rf"(?:[。．｡]|(?<![.…])\.){_CLOSERS}")
_QUOTED = re.compile(r"「[^」]*」|『[^』]*』|“[^”]*”")
_SENTENCE_INSIDE = re.compile(r"。|[a-z]{3,}[.!?][\"”’]?\s")
_LONGEST_RULED_LINE = 400  # longer ones are prose, and no pattern need look at a line of a megabyte
_TAIL = 12  # characters that hold the end of any sentence with its closing brackets


def role_of(line: Line) -> Role:
    """What a line is by its own wording."""
    if line.blank:
        return Role.BLANK
    if len(line.text) > _LONGEST_RULED_LINE:
        return Role.TEXT
    if not has_letters(line.visible):
        return Role.RULE
    # A sign such as ※ belongs to the wording, a list's marker does not.
    texts = {line.text: None} if is_bullet(line.marker) else {line.visible: None, line.text: None}
    return next((role for text in texts if text and (role := _role_of_text(text)) is not Role.TEXT), Role.TEXT)


def _role_of_text(text: str) -> Role:
    if _BYLINE.fullmatch(text) or _POST.fullmatch(text):
        return Role.DATELINE
    return next((role for role, pattern in _RULES if pattern.fullmatch(text)), Role.TEXT)


def has_letters(text: str) -> bool:
    """Whether there is anything to read: a letter or a digit."""
    return any(character.isalnum() for character in text)


def label_length(text: str) -> int:
    """The length of a label such as `参考:` at the start of a line, with the space after it; 0 if there is none."""
    match = _LABEL.match(text)
    return match.end() if match else 0


def leading_time(text: str) -> int:
    """The length of a time stamp at the start of a live page's entry, with the space after it; 0 if there is none."""
    match = _LEADING_TIME.match(text)
    return match.end() if match else 0


def ends_sentence(text: str, *, strictly: bool = False) -> bool:
    """Whether a line ends as a sentence does; strictly: with a full stop, for titles may end in ? or !."""
    pattern = _ENDS_WITH_STOP if strictly else _ENDS_SENTENCE
    return pattern.search(text[-_TAIL:]) is not None


def holds_sentence(text: str) -> bool:
    """Whether a full stop stands in the text, at its end or inside, but not only inside a quotation."""
    return ends_sentence(text, strictly=True) or _SENTENCE_INSIDE.search(_QUOTED.sub("", text)) is not None


def visible_width(text: str) -> int:
    """Columns the text takes in a fixed-width font: full-width characters count two."""
    return sum(2 if character > "\u2e7f" else 1 for character in text)
