"""Other words of the field for the same thing: what an operator types at night is not what somebody wrote by day.

Two lists, both of the field and of no company: words that stand for each other, and German and French words of
operations with their English ones, since runbooks are English where operators are not. Nothing is replaced: what stands
for a word adds its terms to the question, at the weight that ``question.py`` gives them.
"""

from collections.abc import Iterator
from typing import Final

from shared.projections.lexical.stems import Language, folded, stem

#: A German compound says at its beginning or its end what it is of.
_SHORTEST_IN_COMPOUND: Final = 5

_SAME: Final = """
    kubernetes k8s
    postgres postgresql pg psql
    database db
    certificate cert tls ssl
    configuration config settings
    authentication auth login signin
    authorization permission denied forbidden
    machine host node server vm
    disk drive volume storage filesystem
    pvc claim volume persistentvolumeclaim
    memory ram heap
    limit ceiling cap quota
    lag behind delay backlog late
    crash die dead killed terminated exit
    flag switch toggle feature
    restart reboot
    slow latency sluggish
    network nic interface
    deploy release rollout rollback
    job cronjob batch
    alert page alarm
    pager oncall
    error failure failed fault
    broken fails faulty dead defective
    missing lost absent gone
    primary master leader
    replica standby secondary slave follower
    failover switchover
    ingress gateway edge proxy
    namespace ns
    queue topic
    message event record
    credential secret password token key
    full exhausted
    unreachable down offline unavailable outage
    application app service
    customer user client
    document doc page
    dns resolver nameserver
    inode df
    delete remove drop
    connection conn
    throttle ratelimit limit
    partition shard
    eviction evicted
    container pod
    loadbalancer lb balancer
    timeout deadline hang stuck
    duplicate double twice
    encrypt encryption
    backup snapshot dump
    schema migration
    scale autoscale hpa
"""

_GERMAN: Final = """
    fehler: error failure
    ausfall: outage down
    ausgefallen: down outage
    langsam: slow latency
    voll: full
    festplatte: disk
    platte: disk
    speicher: memory storage
    arbeitsspeicher: memory
    knoten: node
    rechner: machine host
    netz: network
    netzwerk: network
    leitung: line link
    verbindung: connection
    zertifikat: certificate
    abgelaufen: expired
    ablaufen: expire
    datenbank: database
    sicherung: backup
    wiederherstellen: restore
    warteschlange: queue
    nachricht: message
    kunde: customer
    kunden: customers
    rechnung: invoice
    zahlung: payment
    bestellung: order
    anmeldung: login
    anmelden: login
    passwort: password
    schlüssel: key
    neustart: restart
    startet: start
    abgestürzt: crash
    stürzt: crash
    drucker: printer
    etikett: label
    etiketten: labels
    fahrer: driver courier
    leer: empty
    doppelt: double twice
    falsch: wrong
    fehlt: missing
    fehlen: missing
    spät: late
    nacht: night
    nächte: nights
    monat: month
    abschluss: close
    geladen: loaded reload
    hängt: stuck hang
    grund: reason
    erreichbar: reachable
    unerreichbar: unreachable
    uhr: clock time
    lizenz: licence license
    strom: power
    stromausfall: blackout power
    abgelehnt: rejected refused
    zugriff: access
    berechtigung: permission
    regel: rule
    grenze: limit
    kiste: crate box
    morgen: tomorrow
    kasse: till
    kassen: tills
    warten: wait
    wartet: waiting
    verloren: lost
    gelöscht: deleted
    löschen: delete
"""

_FRENCH: Final = """
    erreur: error failure
    panne: outage down
    lente: slow
    plein: full
    disque: disk
    mémoire: memory
    noeud: node
    réseau: network
    connexion: connection login
    certificat: certificate
    expiré: expired
    sauvegarde: backup
    restaurer: restore
    facture: invoice
    paiement: payment
    paiements: payments
    commande: order
    commandes: orders
    clé: key
    redémarrage: restart
    redémarre: restart
    imprimante: printer
    étiquette: label
    entrepôt: depot warehouse
    chauffeur: driver
    froid: cold
    congélateur: freezer
    vide: empty
    faux: wrong
    manque: missing
    nuit: night
    mois: month
    bloqué: stuck
    horloge: clock
    courant: power
    refusé: refused
    accès: access
    règle: rule
    règles: rules
    limite: limit
    jeter: throw away
    alarme: alarm alert
    évaluer: evaluate
    caisse: till
    caisses: tills
    demain: tomorrow
    supprimé: deleted
    perdu: lost
"""


def same_as(word: str) -> tuple[str, ...]:
    """English stems of other words for what an English word in lower case names; empty: the glossary has none."""
    return _SAME_AS.get(stem(word, Language.ENGLISH), ())


def english_for(word: str) -> tuple[str, ...]:
    """English stems for a German or French word in lower case without accents, or for the parts of a compound."""
    whole = _ENGLISH_FOR.get(word)
    return whole or tuple(dict.fromkeys(each for part in _parts_of(word) for each in _ENGLISH_FOR[part]))


def _parts_of(word: str) -> Iterator[str]:
    for length in range(_SHORTEST_IN_COMPOUND, len(word)):
        for part in (word[:length], word[-length:]):
            if part in _GERMAN_WORDS:
                yield part


def _stems(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem(word, Language.ENGLISH) for word in words.split()))


def _groups() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for group in map(_stems, _SAME.strip().splitlines()):
        for each in group:
            found.setdefault(each, {}).update(dict.fromkeys(other for other in group if other != each))
    return {each: tuple(others) for each, others in found.items()}


def _translations(listed: str) -> dict[str, tuple[str, ...]]:
    pairs = (line.split(":") for line in listed.strip().splitlines())
    return {folded(word.strip()): _stems(english) for word, english in pairs}


_SAME_AS: Final = _groups()
_GERMAN_WORDS: Final = _translations(_GERMAN)
_ENGLISH_FOR: Final = _GERMAN_WORDS | _translations(_FRENCH)
