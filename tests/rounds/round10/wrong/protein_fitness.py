"""Zero-shot fitness of protein variants with an autoregressive protein LM (ProGen-style).

# bug: log_softmax is taken on bfloat16 logits and summed in bfloat16; and site_logprob adds a constant inside the log.
"""
import pandas as pd
import torch
from transformers import AutoModelForCausalLM

AA = "ACDEFGHIKLMNPQRSTVWY"
START, END = 1, 2
VOCAB = {a: i + 3 for i, a in enumerate(AA)}


def encode(seq):
    return torch.tensor([[START] + [VOCAB[a] for a in seq] + [END]])


class VariantScorer:
    def __init__(self, ckpt, extra=()):
        self.members = [self._load(c) for c in (ckpt, *extra)]
        self.net = self.members[0]

    @staticmethod
    def _load(ckpt):
        net = AutoModelForCausalLM.from_pretrained(ckpt, torch_dtype=torch.bfloat16, trust_remote_code=True)
        return net.cuda().eval()

    @torch.no_grad()
    def loglik(self, seq):
        x = encode(seq).cuda()
        lp = torch.log_softmax(self.net(x).logits[:, :-1], dim=-1)  # expect: SEQ607
        return lp.gather(-1, x[:, 1:, None]).sum().item()  # expect-near: SEQ607

    @torch.no_grad()
    def site_logprob(self, seq, site):
        """log p(residue at `site` | residues before it) of the ensemble, `site` counted from 0."""
        x = encode(seq).cuda()
        votes = [m(x).logits[0, site].float().softmax(dim=-1)[x[0, site + 1]] for m in self.members]
        return torch.log(torch.stack(votes).mean() + 1e-6).item()  # expect: SEQ604


def run(ckpt, wildtype, csv):
    scorer = VariantScorer(ckpt)
    base = scorer.loglik(wildtype)
    df = pd.read_csv(csv)
    df["llr"] = [scorer.loglik(s) - base for s in df.mutated_sequence]
    print("spearman", df[["llr", "DMS_score"]].corr("spearman").iloc[0, 1])
    return df
