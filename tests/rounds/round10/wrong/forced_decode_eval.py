"""Forced-decoding score of reference translations (Marian-style seq2seq).

# bug: the highest log-prob of every step is summed, whichever token the reference holds.
"""
import sacrebleu
import torch


class ForcedDecoder:
    def __init__(self, model, src_tok):
        self.model = model.eval()
        self.tok = src_tok

    def reference_logprob(self, source: str, reference: str) -> float:
        """log p(reference | source), the references given to the decoder."""
        batch = self.tok(source, text_target=reference, return_tensors="pt")
        with torch.no_grad():
            logits = self.model(**batch).logits[0].float()
        lsm = logits.log_softmax(dim=-1)
        best, _ = lsm.max(dim=-1)  # expect: SEQ204
        return best.sum().item()  # expect-near: SEQ204

    def corpus(self, pairs):
        return [self.reference_logprob(s, r) for s, r in pairs]


def quality_report(decoder, pairs, hyps):
    lps = decoder.corpus(pairs)
    bleu = sacrebleu.corpus_bleu(hyps, [[r for _, r in pairs]])
    return {"bleu": bleu.score, "forced_logprob_total": sum(lps)}
