# ruff: noqa: RUF001 - the letters that look like others are the ones meant
"""Files in old single-byte encodings, with the names of speakers that a wrong guess would garble."""

from pathlib import Path

import pytest

from qualcode import segmenters
from qualcode.readers import ReadOptions
from tests.support.source_files import read

DIALOGUES = {
    "cs": "Tazatel: Jak jste se tam dostali?\nŠtěpánka: Přišli jsme pěšky, řeka byla příliš široká.\n",
    "sk": "Pýtajúci: Ako ste sa tam dostali?\nĽudmila: Išli sme pešo, ďaleko od mesta, kôň nás niesol.\n",
    "pl": "Pytający: Jak państwo tam dotarli?\nŻaneta: Szliśmy pieszo, a później była łódź na rzece.\n",
    "hu": "Kérdező: Hogyan jutottak el oda?\nÖrsi: Gyalog mentünk, a hűvös erdőn át, és nem féltünk.\n",
    "ro": "Întrebare: Cum aţi ajuns acolo?\nŞtefan: Am mers pe jos până la râu, şi nu ne-a fost frică.\n",
    "hr": "Voditelj: Kako ste tamo došli?\nŽeljka: Išli smo pješice, čekali smo na obali cijelu noć.\n",
    "tr": "Görüşmeci: Oraya nasıl gittiniz?\nŞule: Yürüyerek gittik, ırmağın kıyısında bir gün bekledik.\n",
    "el": "Ερευνητής: Πώς φτάσατε εκεί;\nΆννα: Ήρθαμε με τα πόδια, κοντά στο ποτάμι. Έτσι ήταν.\n",
    "ru": "Ведущий: Как вы туда попали?\nЮля: Мы шли пешком вдоль реки, а потом ждали до утра.\n",
    "uk": "Ведуча: Як ви туди потрапили?\nЇвга: Ми йшли пішки вздовж річки, а потім чекали до ранку.\n",
    "bg": "Водещ: Как стигнахте дотам?\nЩилияна: Вървяхме пеша покрай реката и чакахме до сутринта.\n",
    "lt": "Klausėja: Kaip ten nuvykote?\nŽivilė: Ėjome pėsčiomis palei upę, tada laukėme iki ryto.\n",
    "lv": "Intervētāja: Kā jūs tur nokļuvāt?\nĶersti: Mēs gājām kājām gar upi un gaidījām līdz rītam.\n",
    "et": "Küsija: Kuidas te sinna jõudsite?\nÜlle: Me läksime jalgsi mööda jõe äärt ja ootasime ööd.\n",
    "de": "Fragende: Wie sind Sie dorthin gekommen?\nÄnne: Wir sind zu Fuß gegangen, über den Fluss.\n",
    "fr": "Enquêtrice : Comment y êtes-vous allés ?\nÉlodie : Nous avons marché le long de l’eau, ça va.\n",
    "es": "Pregunta: ¿Cómo llegaron allí?\nÍñigo: Caminamos junto al río y esperamos hasta la mañana.\n",
    "pt": "Pergunta: Como chegaram até lá?\nÂngela: Fomos a pé, ao longo do rio, e não tivemos medo.\n",
    "sv": "Fråga: Hur kom ni dit?\nÅsa: Vi gick längs ån och väntade på båten, det var höst.\n",
    "is": "Spyrjandi: Hvernig komust þið þangað?\nÞórdís: Við gengum meðfram ánni og biðum ekki lengi.\n",
    "he": "מראיין: איך הגעתם לשם?\nנועה: הלכנו ברגל לאורך הנהר וחיכינו עד הבוקר.\n",
    "en": "Interviewer: How did you get there?\nZoë: “We walked – it wasn’t far,” she said; the café shut.\n",
}
CODE_PAGES = {
    "cs": ("cp1250", "iso8859_2", "mac_latin2", "cp852"),
    "sk": ("cp1250", "iso8859_2"),
    "pl": ("cp1250", "iso8859_2", "mac_latin2", "cp852"),
    "hu": ("cp1250", "iso8859_2"),
    "ro": ("cp1250", "iso8859_2"),
    "hr": ("cp1250", "iso8859_2"),
    "tr": ("cp1254", "iso8859_9"),
    "el": ("cp1253", "iso8859_7"),
    "ru": ("cp1251", "koi8_r", "iso8859_5", "mac_cyrillic", "cp866"),
    "uk": ("cp1251", "koi8_u"),
    "bg": ("cp1251",),
    "lt": ("cp1257", "iso8859_13"),
    "lv": ("cp1257", "iso8859_13"),
    "et": ("cp1257",),
    "de": ("cp1252", "mac_roman"),
    "fr": ("cp1252", "mac_roman"),
    "es": ("cp1252", "mac_roman"),
    "pt": ("cp1252", "mac_roman"),
    "sv": ("cp1252", "mac_roman"),
    "is": ("cp1252",),
    "he": ("cp1255",),
    "en": ("cp1252", "mac_roman"),
}
FILES = [(language, code_page) for language, pages in CODE_PAGES.items() for code_page in pages]


@pytest.mark.parametrize("project_language", ["en", "same"])
@pytest.mark.parametrize(("language", "code_page"), FILES)
def test_the_words_and_the_language_tell_the_encoding(
    tmp_path: Path, language: str, code_page: str, project_language: str
) -> None:
    words = DIALOGUES[language] * 3
    options = ReadOptions(language=language if project_language == "same" else project_language)
    transcript = read(tmp_path, "a.txt", words.encode(code_page), options)
    assert transcript.text == words
    assert "is a guess" in transcript.warnings[0]
    speakers = {turn.speaker for turn in segmenters.recognise_turns(transcript).turns}
    assert speakers == {line.split(":")[0].strip() for line in DIALOGUES[language].splitlines()}
