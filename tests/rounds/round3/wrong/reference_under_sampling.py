"""Log-probability of a reference translation.

# bug: the reference is looked up in the scores of a free-running generation
"""
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class ReferenceScorer:
    def __init__(self, name="Helsinki-NLP/opus-mt-en-de"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.mt = AutoModelForSeq2SeqLM.from_pretrained(name)

    def __call__(self, source, reference):
        """log p(reference | source)"""
        src = self.tok(source, return_tensors="pt")
        ref = self.tok(text_target=reference).input_ids
        run = self.mt.generate(**src, num_beams=1, do_sample=False, max_new_tokens=len(ref),
                               output_logits=True, return_dict_in_generate=True)
        lp = 0.0
        for row, tid in zip(run.logits, ref):
            lp += row[0].log_softmax(-1)[tid].item()  # expect: SEQ207
        return lp
