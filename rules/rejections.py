"""What the codes of a refusal mean, in our own words; code numbers belong to X12, these words do not."""

SEGMENT_ERRORS = {
    "1": "is not a segment of this guide",
    "2": "stands where it does not belong",
    "3": "is required and missing",
    "4": "stands in a loop that is repeated too often",
    "5": "is repeated too often",
    "6": "does not belong to this transaction",
    "7": "stands in the wrong order",
    "8": "has elements in error",
    "I4": "is not used by this guide",
    "I6": "is missing although another segment asks for it",
    "I7": "stands too seldom",
    "I8": "stands too seldom",
    "I9": "is sent although another segment forbids it",
}
ELEMENT_ERRORS = {
    "1": "is required and missing",
    "2": "is missing although another element asks for it",
    "3": "is one element too many",
    "4": "is too short",
    "5": "is too long",
    "6": "holds a character that is not allowed",
    "7": "holds a code that is not valid",
    "8": "holds no valid date",
    "9": "holds no valid time",
    "10": "contradicts another element",
    "12": "is repeated too often",
    "13": "has too many parts",
    "I6": "holds a code that this guide does not use",
    "I9": "is missing although the situation asks for it",
    "I10": "is not used by this guide",
    "I11": "is repeated too seldom",
    "I12": "does not have the pattern asked for",
    "I13": "holds a value that the guide does not allow",
}
SET_ERRORS = {
    "1": "this kind of transaction is not taken",
    "2": "the end of the transaction is missing",
    "3": "its control numbers do not agree",
    "4": "its count of segments is wrong",
    "5": "segments are in error",
    "6": "its number cannot be read",
    "7": "its control number cannot be read",
    "23": "its control number was used before",
    "I5": "the guide was not followed",
    "I6": "this version of the guide is not taken",
}
INTERCHANGE_NOTES = {
    "001": "the control numbers of the file do not agree",
    "006": "the sender's id is not known there",
    "008": "the receiver's id is not known there",
    "018": "the control number of the file cannot be used",
    "022": "the file's structure is damaged",
    "023": "the file ended too early",
    "024": "the content of the file is not valid",
    "025": "a file of this number was sent before",
}
CATEGORIES = {
    "A3": "returned as unprocessable",
    "A4": "not found there",
    "A6": "information is missing",
    "A7": "information is not valid",
    "A8": "two pieces of information contradict each other",
}
STATUSES = {
    "21": "information is missing or wrong",
    "24": "the sender is not approved there",
    "26": "this party is not on file there",
    "33": "the subscriber is not on file there",
    "88": "not covered on the date of service",
    "97": "no coverage of the patient is on file there",
    "116": "it belongs to another payer",
    "122": "missing or wrong data keep it from being processed",
    "125": "a name is missing or wrong",
    "126": "an address is missing or wrong",
    "128": "a tax id is missing or wrong",
    "145": "a specialty is missing or wrong",
    "153": "an id is missing or wrong",
    "158": "a birth date is missing or wrong",
    "164": "the member id is missing or wrong",
    "178": "the charge is missing or wrong",
    "187": "a date of service is missing or wrong",
    "249": "the place of service is missing or wrong",
    "254": "the principal diagnosis is missing or wrong",
    "255": "a diagnosis is missing or wrong",
    "453": "a modifier is missing or wrong",
    "454": "a procedure code is missing or wrong",
    "464": "the payer's claim number is missing or wrong",
    "500": "a ZIP code is missing or wrong",
    "562": "an NPI is missing or wrong",
}
ENTITIES = {
    "40": "receiver",
    "41": "submitter",
    "71": "attending provider",
    "77": "place of service",
    "82": "rendering provider",
    "85": "billing provider",
    "87": "pay-to provider",
    "DN": "referring provider",
    "DK": "ordering provider",
    "IL": "subscriber",
    "PR": "payer",
    "QC": "patient",
}


def status_in_words(category: str, status: str, entity: str = "") -> str:
    """One category:status:entity: "information is not valid (A7): an NPI is missing or wrong (562)"."""
    what = CATEGORIES.get(category, "answered")
    why = STATUSES.get(status, "look the status up")
    who = f", about the {ENTITIES.get(entity, f'party {entity}')}" if entity else ""
    return f"{what} ({category}): {why} ({status}){who}"


def segment_in_words(tag: str, position: int, code: str, element: int = 0, element_code: str = "") -> str:
    """One error of a 999: "Segment 17, NM109, is required and missing"."""
    if element:
        wrong = ELEMENT_ERRORS.get(element_code, f"is in error ({element_code})")
        return f"Segment {position}, {tag}{element:02d}, {wrong}"
    return f"Segment {position}, {tag}, {SEGMENT_ERRORS.get(code, f'is in error ({code})')}"
