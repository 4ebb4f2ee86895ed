from __future__ import annotations

import pytest

from onrecord.collect.language import detect_foreign

FOREIGN = {
    "German": "Die Delegation hat den Saal am Freitag früh verlassen, und niemand wollte sagen, wann es "
    "weitergeht. "
    "„Wir haben dem nie zugestimmt“, sagte die Leiterin.",
    "French": "La délégation a quitté la salle vendredi, et personne n'a voulu dire quand les pourparlers "
    "reprendront. « Nous n'avons jamais accepté cela », a dit la cheffe de la délégation.",
    "Spanish": "La delegación abandonó la sala el viernes y nadie quiso decir cuándo se reanudarán las "
    "conversaciones. «Nunca aceptamos eso», dijo la jefa de la delegación.",
    "Italian": "La delegazione ha lasciato la sala venerdì e nessuno ha voluto dire quando "
    "riprenderanno i colloqui. "
    "«Non lo abbiamo mai accettato», ha detto la capo delegazione.",
    "Dutch": "De delegatie verliet vrijdag vroeg de zaal en niemand wilde zeggen wanneer het overleg "
    "verdergaat. "
    "“Wij hebben daar nooit mee ingestemd,” zei de leider van de delegatie.",
    "Polish": "Delegacja opuściła salę w piątek i nikt nie chciał powiedzieć, kiedy rozmowy będą wznowione. "
    "„Nigdy się na to nie zgodziliśmy”, powiedział jej szef.",
    "Turkish": "Heyet cuma günü salondan erken ayrıldı ve görüşmelerin ne zaman devam edeceğini kimse "
    "söylemek "
    "istemedi. Bu konuda bir anlaşma olduğu için çok daha zor, dedi.",
    "Russian": "Делегация покинула зал в пятницу, и никто не захотел сказать, когда переговоры продолжатся.",
    "Ukrainian": "Делегація залишила зал у п'ятницю, і ніхто не схотів сказати, коли переговори "
    "продовжаться.",
    "Chinese": "代表团星期五提前离开了会场，没有人愿意说谈判何时继续。",
    "Japanese": "代表団は金曜日に会場を早く出たが、交渉がいつ再開されるかは誰も言わなかった。",
    "Korean": "대표단은 금요일에 회의장을 일찍 떠났고 협상이 언제 재개될지 아무도 말하지 않았다.",
    "Arabic": "غادر الوفد القاعة مبكرا يوم الجمعة، ولم يرغب أحد في أن يقول متى تستأنف المحادثات.",
    "Greek": "Η αντιπροσωπεία έφυγε νωρίς από την αίθουσα την Παρασκευή και κανείς δεν ήθελε να μιλήσει.",
    "Hebrew": "המשלחת עזבה את האולם מוקדם ביום שישי ואיש לא רצה לומר מתי יימשכו השיחות.",
}
ENGLISH = (
    "Amsel meets Iversen, Selby declines comment",
    "“Das ist nicht wahr und das war nie so,” the minister said in German on Friday, then left.",
    "Le Monde and El País reported it. The de la Cruz plan, as Die Welt put it, is dead.",
    "Ruth Amsel, of Selby, to be Harbour Master. Tomas Iversen, of Holm, to be Toll Commissioner.",
    "1. Amsel 41%\n2. Iversen 38%\n3. Okoro 12%\n4. Lindqvist 9%",
    "AMSEL: We never agreed to that. IVERSEN: You signed it. AMSEL: I did not.",
)


@pytest.mark.parametrize("language", FOREIGN)
def test_foreign_is_named(language: str) -> None:
    assert detect_foreign(FOREIGN[language]) == language


def test_latin_script_without_a_list() -> None:
    lithuanian = (
        "Delegacija penktadienį anksti išėjo iš salės, ir niekas nenorėjo pasakyti, kada derybos bus "
        "tęsiamos. "
        "„Mes niekada tam nepritarėme“, pareiškė jos vadovė. Kita pusė teigia esanti pasirengusi "
        "susitikti dar šį "
        "mėnesį. Du miestai nesutaria dėl rinkliavos už grūdų baržas nuo praėjusio pavasario, kai ji buvo "
        "padvigubinta. Uosto meras žadėjo, kad šliuzai atsidarys birželį, tačiau žvejai juo netiki ir rengia "
        "streiką prie vartų, kur jau stovi dvylika laivų."
    )
    assert detect_foreign(lithuanian) is not None


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_never_refused(text: str) -> None:
    assert detect_foreign(text) is None


def test_judged_on_the_whole_and_not_on_the_start() -> None:
    english = "The envoy said that they had never agreed to any of it. " * 200
    assert detect_foreign(FOREIGN["German"] + english) is None
    assert detect_foreign(english[:500] + FOREIGN["German"] * 60) == "German"
