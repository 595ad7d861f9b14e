"""Which language a text is written in, told by the small words that every sentence has."""

import re
from typing import Final

from shared.projections.lexical.stems import Language

_READ = 5_000
_WORD = re.compile(r"\b[^\W\d_]{2,}\b")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: In lower case, with their accents. They say nothing of what a text is about, and are no terms.
SMALL_WORDS: Final[dict[Language, frozenset[str]]] = {
    Language.ENGLISH: _words(
        """
        a about above after again all also am an and any anything are as at be because been before being
        below between both but by can cannot could did do does doing don down during each even every
        everything few for from further get gets getting got had has have having he her here him his how i
        if in into is it its just keep keeps may me more most must my never no nor not nothing now of off on
        once only or other our out over own same she should so some something still such than that the their
        them then there these they this those through to too under until up us very was we were what when
        where which while who whom why will with would yet you your
        """
    ),
    Language.GERMAN: _words(
        """
        aber als am an auch auf aus bei beim bis da dann das dass dem den der des die dies diese dieser doch
        durch ein eine einem einen einer eines er es für haben hat ich ihr im in ist kann kein keine man
        mehr mit nach nicht noch nur ob oder ohne sein seit sich sie sind so um und uns unter vom von vor
        wann warum was wenn werden wie wir wird wo wurde zu zum zur über
        """
    ),
    Language.FRENCH: _words(
        """
        alors au aucun aussi aux avec avoir car ce cela ces cet cette chez comme comment d dans de des donc
        du elle en est et fait il ils je l la le les leur lors mais même n ne ni nous on ont ou où par pas
        peut plus pour pourquoi qu quand que quel quelle qui s sans se ses si son sont sous sur un une vers
        vous y à ça être
        """
    ),
}


def language_of(text: str) -> Language:
    """English where nothing says otherwise: names and logs have no language."""
    words = _WORD.findall(text[:_READ].lower())
    counted = {language: sum(word in small for word in words) for language, small in SMALL_WORDS.items()}
    best = max(counted, key=lambda language: counted[language])
    return best if counted[best] > counted[Language.ENGLISH] else Language.ENGLISH
