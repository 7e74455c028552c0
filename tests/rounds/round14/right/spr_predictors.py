"""Predictors for reading times: surprisal of each token and entropy before it."""
import pandas as pd
import torch


class Predictors:
    def __init__(self, model, tokenizer):
        self.model = model.eval()
        self.tokenizer = tokenizer

    @torch.no_grad()
    def table(self, sentence):
        enc = self.tokenizer(sentence, return_tensors="pt")
        lp = self.model(**enc).logits[0].float().log_softmax(-1)
        entropy = torch.special.entr(lp.exp()).sum(-1)
        rows = []
        for i, tok in enumerate(enc.input_ids[0, 1:].tolist()):
            rows.append(
                dict(
                    token=self.tokenizer.decode([tok]),
                    surprisal=-lp[i, tok].item(),
                    entropy=entropy[i].item(),
                )
            )
        return pd.DataFrame(rows)

    def corpus(self, sentences):
        frames = [self.table(s).assign(sentence=k) for k, s in enumerate(sentences)]
        return pd.concat(frames, ignore_index=True)
