"""Negation: one side says not, and nothing on the other side can be that.

Japanese and English do not negate in the same places: 否定した is "denied", 〜しかない is "only", なければならない is
"must". So a plain negation of one side is held against all the words of the other that may carry it, and idioms that
negate nothing are taken out first.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from eval.faithfulness.bead_text import BeadText, Line
from eval.faithfulness.discrepancy import Check, Discrepancy, Mark

__all__ = ["negation_discrepancies"]

_IDIOMS_JA = re.compile(
    "なければ(?:なら|いけ)(?:ない|なかった|ず|ません)|な(?:くて|くちゃ|きゃ)(?:は)?(?:なら|いけ"
    "|だめ)(?:ない|ません)?|ないと(?:いけない|だめ)|ねばなら(?:ない|ず|ぬ)"
    "|ざるを得(?:ない|ず|なかった|ません)|かも(?:し|知)れ(?:ない|ません|なかった|ず)|(?:に"
    "|は)違い(?:は)?(?:ない|なく|ありません)|間違い(?:は)?な[いくかし]|(?:だけ|のみ|ばかり|だけでは"
    "|のみでは)(?:で(?:は)?)?なく"
    "|しか[^、。]{0,10}?(?:な[いかく]|ません|ず)|早くて|のみならず|にほかな(?:らない|りません)|に(?:す"
    "|過)ぎ(?:ない|ず|ません|なかった)|(?:ま|間)もな[くい]|ほどなく|思いがけず|必ず|まずは?|先ず|はずみ?"
    "|はず[だでの]|わずか|相変わらず|絶えず|とりあえず"
    "|少なくとも|少な[いくか]|危な[いくか]|切な[いく]|汚な?い|幼い|つたない|はかない|もったいな[いく]"
    "|申し訳(?:あり|な)|さりげな[くい]|何気な[くい]|仕方(?:が|の)?な[いく]|(?:では|じゃ|んじゃ"
    "|のでは)な(?:いか|いだろうか|いでしょうか|かろうか)"
    "|ませんか|ないか(?:と|な|も)|て(?:も|は)(?:かま|構)わない|言うまでもな|過言では(?:ない|ありません)"
    "|たまらな[いく]|欠かせな[いかく]|ないうちに|なくな[るりっら]|無くな[るりっら]|いけな[いか](?=もの)"
    "|なるべく|何でもない|とんでもな|ともな[いうっく]|伴な|くだらな|つまらな|関係なく|問わず|かかわらず"
    "|関わらず|限らず|ならず者|やむを得|図らず|七転び八起き|知らず知らず|我知らず|みずから|めずらし|いずれ"
    "|おのずから|一つず|ずつ|ずっと|ずれ|ずら|ずい|[なか]ぜなら"
)
_NOT_JA = re.compile(
    "(?:では|じゃ|で|が|は|も|の|く|に|を|し|さ|せ"
    "|[かがさたなまらわばいきけげこちてびべみめりれえ])?(?:(?<!つ)ない(?!くつ|しは|し、|がしろ|よう気)"
    "|なかった|なく(?=て|、|、|$|なり)|ありません|ません|なければ|なかろう)"
    "|(?<=[かがさたなまらわばせいきけげこちてべめりれえじ])ず(?=[、。」にも]|$|じまい)"
    "|(?<=[かがさたなまらわばせ])ぬ(?=[、。」]|まま|$)|(?<=[るすくむぶぬつ])まい(?=[。」]|$)|(?<=せ)ず"
    "|ではなく|なしで?"
)
_SOFT_JA = re.compile(
    "不|無|未|仮|いまひとつ|今ひとつ|いまいち|イマイチ|撤|取り下げ|珍し|めずらし|違法|非|否|拒"
    "|断[らりっるわ]|断念|避|欠|失|免|禁|止|停|反対|反発|困難|難し|がた[いく]|にくい|づらい|以外|除|しか"
    "|だけ|のみ|より|外れ|足り|やめ|辞|防|なし|無し|めったに|ほとんど|あまり|さっぱり|ぜん?ぜん|絶|廃|解"
    "|中止|破|裏切|違[うい反]|別に|いや[、だ]|誤|ミス|限り|もう[、]?|諦|あきらめ|離|見送|取り消|抜き|ゼロ"
    "|０|\\b0|零|落と|逃|敗|負け|弱|遅|控え|遠慮|だめ|ダメ|駄目|べからず|いいえ|ノー|NO|ノン|切れ|消え|忘"
    "|疑|惜し|久し|ご無沙汰|初め|唯一|ばかり|まだ|いまだ|今なお|先送り|延期|棄|捨|排|却下|却"
)
_LEXICAL_JA = re.compile(
    "撤回|中止|停止|禁止|違法|違反|否定|否認|拒否|拒絶|反対|失敗|廃止|解除|取り消|延期|不[一-鿿]|無[一-鿿]"
    "|未[一-鿿]|非[一-鿿]|珍し|辞任|辞め|閉鎖|避け|断[らりっるわ]"
)
_IDIOMS_EN = re.compile(
    r"\bnot only\b|\bnot (?:\w+ ){0,6}before\b|\bin no time\b|\bnot just\b|\bnot merely\b|\bno\. ?\d"
    r"|\bno doubt\b|\bnothing but\b|\bwhether or not\b|\bor not\b|\bif not\b|\bno matter\b"
    r"|\bnot to mention\b|\bno less than\b|\bno more than\b|\bno fewer than\b"
    r"|\bno sooner\b|\bwhy not\b|\b(?:isn|aren|wasn|don|doesn|didn|won|can|couldn|shouldn)['’]t (?:it|they"
    r"|you|he|she|we)\?|\bnot until\b|\bcan(?:no|['’])t (?:help|wait)\b|\bnone other than\b"
    r"|\bwhy do(?:n['’]t| not)\b",
    re.IGNORECASE,
)
_NOT_EN = re.compile(
    r"\b(?:[Nn]ot|[Nn]ever|[Nn]o(?! ?\.| [A-Z])|[Nn]obody|[Nn]one|[Nn]othing|[Nn]owhere|[Nn]either|[Nn]or"
    r"|[Cc]annot|[Ww]ithout|[Hh]ardly|[Bb]arely|[Ss]carcely)\b|n['’]t\b|\bN(?:OT|O|EVER)\b"
)
_SOFT_EN = re.compile(
    r"\b(?:un(?!i|der|til|cle)\w{3,}|im(?:poss|mob|pass|prob|perf|polite|moral|patien|measur|pract)\w+"
    r"|in(?:accura|abil|adequa|appropria|capab|complet|consist|correct|definit|depend|effect|efficien"
    r"|evitab|expensiv|experienc|expl|frequen|suffic|valid|visib|vinc|divid)\w*|ir(?:r\w+)|il(?:l\w+)"
    r"|dis(?:ab|agree|allow|appear|approv|band|bel|continu|courag|credit|honest|like|miss|obey|pens|put"
    r"|qualif|regard|rupt|satisf|sent|trust|appoint)\w*"
    r"|non-?\w+|\w+less|fail\w*|refus\w+|den(?:y|ie[sd]|ial|ying)|declin\w+|reject\w*|turn\w* down|lack\w*"
    r"|miss\w*|avoid\w*|prevent\w*|stop\w*|ban\w*|forb\w+|prohibit\w*|rarely|seldom|few(?:er)?|less than"
    r"|low|scarce|into\w+|little|less|only|just|until|till|unless|except\w*|but|other than|rather"
    r"|instead|short|absen\w+|free|yet|still|difficult\w*|hard\w*|tough|too|far|doubt\w*|oppos\w+|against"
    r"|end\w*|cease\w*|skip\w*|withdr\w+|lose|losing|lost|gave up|giv\w+ up|despite|before|beyond|empty"
    r"|zero|out of|out|off|away|cancel\w*|halt\w*|suspend\w*|mere\w*|rule\w* out|defy|defied|ignor\w+"
    r"|resist\w*|abandon\w*|abstain\w*|refrain\w*|neglect\w*|minus|anything but|last thing|shut\w*"
    r"|close[sd]?|wrong|false|mistak\w+|mis\w{4,}|worse|bad|poor|weak|anyone|any|ever|yet to|remain\w*"
    r"|apart|aside|escap\w+|block\w*|reluct\w+|hesita\w+|as (?:well|soon) as|at least|must|have to|has to"
    r"|had to|need\w*|may|might|perhaps|should|if|else|same|all|every\w*|keep|kept|continu\w*|wait\w*)\b",
    re.IGNORECASE,
)
_WEAK_SOFT_EN: Final = re.compile(
    r"^(?:just|but|too|far|all|every\w*|any|ever|if|may|might|need\w*|must|have to|has to|had to|should"
    r"|same|off|away|out|before|still|yet|at least|close[sd]?|anyone|else|little|end\w*|less|bad|last|free"
    r"|short|as (?:well|soon) as|perhaps|continu\w*|remain\w*|wait\w*|only|until|till|keep|kept|hard\w*)$",
    re.IGNORECASE,
)
"""Words that carry a negation only sometimes: enough to let pass an idiom, not a plain negation of the main verb."""

_ENDS_NEGATED = re.compile(
    "(?:ない|なかった|ません(?:でした)?|ていない|ず)(?:という|そうだ|と(?:いう|みられ|話し|述べ|し(?:た"
    "|ている)|強調し|判断し|明らかに)[^、。]{0,8}|(?:こと|方針|予定|考え|見通し"
    "|見込み)[^、。]{0,12})?[。」!！]*$"
)


def negation_discrepancies(bead: BeadText) -> Iterator[Discrepancy]:
    """A negation on one side that no word of the other side can stand for."""
    japanese = [_Side(line, _IDIOMS_JA) for line in bead.source]
    english = [_Side(line, _IDIOMS_EN) for line in bead.target]
    plain_ja, plain_en = _negations(japanese, _NOT_JA), _negations(english, _NOT_EN)
    if plain_ja and not plain_en:
        soft = [match[0] for side in english for match in _SOFT_EN.finditer(side.line.text)]
        if any(side.has_idiom for side in english):
            return
        counted = [word for word in soft if not (_WEAK_SOFT_EN.match(word) and _is_plain(bead.source))]
        if len(counted) <= (_lexical(bead.source) if _is_plain(bead.source) else 0):
            yield Discrepancy(
                Check.NEGATION, plain_ja[0], None, plain_ja[0].text, "the Japanese is negated, the English is not"
            )
    elif plain_en and not plain_ja:
        if any(side.has_idiom or _SOFT_JA.search(side.line.text) for side in japanese):
            return
        yield Discrepancy(
            Check.NEGATION, None, plain_en[0], plain_en[0].text, "the English is negated, the Japanese is not"
        )


class _Side:
    """A sentence with its idioms blanked, each character in its place."""

    def __init__(self, line: Line, idioms: re.Pattern[str]) -> None:
        self.line = line
        self.has_idiom = idioms.search(line.text) is not None
        self.text = idioms.sub(lambda match: "\x00" * len(match[0]), line.text)


def _negations(sides: Sequence[_Side], pattern: re.Pattern[str]) -> list[Mark]:
    return [side.line.mark(*match.span()) for side in sides for match in pattern.finditer(side.text)]


def _lexical(lines: Sequence[Line]) -> int:
    """How many words of the Japanese are negative by themselves, each of which has its own word in the English."""
    return sum(len(_LEXICAL_JA.findall(line.text)) for line in lines)


def _is_plain(lines: Sequence[Line]) -> bool:
    """Whether a Japanese sentence is one clause that ends in a negation."""
    return len(lines) == 1 and _ENDS_NEGATED.search(unicodedata.normalize("NFKC", lines[0].text)) is not None
