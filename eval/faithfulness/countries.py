"""Countries, unions and games, whose Japanese forms are many and short: English words and what may stand for them."""

import re
from typing import Final

__all__ = ["FORMS"]

_TABLE: Final = """
america american americans us usa = 米 アメリカ 合衆国
britain british uk britons briton = 英 イギリス ブリテン ブリティッシュ
england english = 英 イングランド イギリス
scotland scottish scots = スコットランド スコティッシュ
ireland irish = アイルランド アイリッシュ
wales welsh = ウェールズ
france french = 仏 フランス フレンチ
germany german germans = 独 ドイツ ジャーマン
italy italian italians = 伊 イタリア
spain spanish spaniard = 西 スペイン スパニッシュ
portugal portuguese = ポルトガル
netherlands dutch holland = 蘭 オランダ
belgium belgian = ベルギー
switzerland swiss = スイス
austria austrian = オーストリア
greece greek greeks = ギリシャ ギリシア 希
turkey turkish turks turkiye = トルコ ターキッシュ
poland polish = ポーランド
russia russian russians = 露 ロシア ロ大統領 ロ軍 ロ外
ukraine ukrainian ukrainians = ウクライナ ウ軍 ウ側
belarus belarusian = ベラルーシ
sweden swedish = スウェーデン
norway norwegian = ノルウェー
denmark danish dane = デンマーク
finland finnish = フィンランド
china chinese = 中国 中華 中台 日中 米中 中韓 対中 訪中 中露 中ロ チャイナ 漢
taiwan taiwanese = 台
korea korean koreans = 韓 朝鮮 コリア 北
vietnam vietnamese = ベトナム 越
thailand thai = タイ
india indian = 印 インド インディアン
iran iranian = イラン イ大統領 イ軍
iraq iraqi = イラク
israel israeli = イスラエル
egypt egyptian = エジプト
mexico mexican = メキシコ 墨
brazil brazilian = ブラジル 伯
canada canadian = 加 カナダ
australia australian = 豪 オーストラリア
japan japanese = 日 邦 和 国内 我が国 本土 ジャパン ニッポン
europe european = 欧 ヨーロッパ ユーロ
africa african = アフリカ 阿
asia asian = アジア 亜
un = 国連 国際連合 UN
eu = EU 欧州連合 欧
nepal nepalese nepali = ネパール
bhutan bhutanese = ブータン
ghana ghanaian = ガーナ
nigeria nigerian = ナイジェリア
pakistan pakistani = パキスタン
slovenia slovenian slovene = スロベニア
slovakia slovak = スロバキア
philippines philippine filipino filipinos = フィリピン 比
indonesia indonesian = インドネシア
argentina argentine = アルゼンチン
czech = チェコ
hungary hungarian = ハンガリー 洪
afghanistan afghan = アフガン
syria syrian = シリア
olympic olympics olympian = オリンピック 五輪
paralympic paralympics = パラリンピック パラ
"""


def _forms() -> dict[str, re.Pattern[str]]:
    forms: dict[str, re.Pattern[str]] = {}
    for line in _TABLE.strip().splitlines():
        english, _, japanese = line.partition(" = ")
        pattern = re.compile("|".join(map(re.escape, japanese.split())))
        forms |= dict.fromkeys(english.split(), pattern)
    return forms


FORMS: Final = _forms()
"""English word, lower case, to a pattern that finds any of its Japanese forms."""
