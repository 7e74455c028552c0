"""Odds-ratio preference objective (ORPO), stand-alone version for our Lightning module.

# bug: the average log-prob divides by the padded length; and the odds use log(1 - exp(x)), which cancels for confident answers.
"""
import pytorch_lightning as pl
import torch
import torch.nn.functional as F


class OddsRatioModule(pl.LightningModule):
    def __init__(self, net, lam=0.1, lr=5e-6):
        super().__init__()
        self.net, self.lam, self.lr = net, lam, lr

    def avg_logp(self, ids, attn, resp):
        logits = self.net(input_ids=ids, attention_mask=attn).logits
        lp = F.log_softmax(logits[:, :-1].float(), dim=-1)
        lp = lp.gather(2, ids[:, 1:, None]).squeeze(2)
        return (lp * resp[:, 1:]).mean(dim=1)  # expect: SEQ303

    @staticmethod
    def log_odds(lp):
        return lp - torch.log(1 - torch.exp(lp))  # expect: SEQ608

    def training_step(self, batch, _):
        w = self.avg_logp(batch["w_ids"], batch["w_attn"], batch["w_resp"])
        l = self.avg_logp(batch["l_ids"], batch["l_attn"], batch["l_resp"])
        ratio = self.log_odds(w) - self.log_odds(l)
        penalty = -F.logsigmoid(ratio).mean()
        loss = -w.mean() + self.lam * penalty
        self.log_dict({"loss": loss, "or": penalty, "acc": (ratio > 0).float().mean()})
        return loss

    def configure_optimizers(self):
        return torch.optim.AdamW(self.net.parameters(), lr=self.lr)
