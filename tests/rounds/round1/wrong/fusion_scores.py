"""Language-model fusion for speech recognition.

# bug: kenlm scores are log10, the neural score is a natural log; the ASR score is a sum over tokens, the LM term is minus a mean loss.
"""
import kenlm
import torch


class Mixture:
    def __init__(self, arpa, lm, encode):
        self.ngram = kenlm.Model(arpa)
        self.lm = lm
        self.encode = encode

    @torch.no_grad()
    def neural(self, sentence):
        ids = torch.tensor([self.encode(sentence)])
        lp = self.lm(input_ids=ids).logits[0, :-1].float().log_softmax(-1)
        return lp.gather(1, ids[0, 1:, None]).sum().item()

    def log_prob(self, sentence, lam=0.5):
        """Log-linear interpolation of the two sentence log-probabilities."""
        a = self.ngram.score(sentence, bos=True, eos=True)
        return lam * a + (1 - lam) * self.neural(sentence)  # expect: SEQ411


LM_WEIGHT = 0.4


@torch.no_grad()
def lm_log_prob(lm, ids):
    """Sentence log-probability; `ids` (1, T) starts with BOS."""
    out = lm(input_ids=ids, labels=ids)
    return -1.0 * out["loss"]  # expect: SEQ402


def fuse(lm, hyps):
    """hyps: list of (ids, asr_log_prob) where asr_log_prob is a total over the tokens."""
    totals = [(asr + LM_WEIGHT * lm_log_prob(lm, ids).item(), k) for k, (ids, asr) in enumerate(hyps)]  # expect-near: SEQ402|SEQ503
    return max(totals)[1]
