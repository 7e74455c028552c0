"""Language identification with one n-gram model per language.

# bug: the language with the highest perplexity is returned
"""
import pathlib
import sys

import kenlm


class LangId:
    def __init__(self, folder):
        self.models = {p.stem: kenlm.Model(str(p)) for p in pathlib.Path(folder).glob("*.bin")}

    def __call__(self, text):
        by_language = {lang: m.perplexity(text) for lang, m in self.models.items()}
        return max(by_language, key=by_language.get)  # expect: SEQ501


if __name__ == "__main__":
    identify = LangId(sys.argv[1])
    for line in sys.stdin:
        print(identify(line.strip()), line.strip(), sep="\t")
