"""Fine-tuned intent classifier with temperature scaling (Guo et al. 2017) on the dev set."""
import torch
import torch.nn.functional as F
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class Intents:
    def __init__(self, path):
        self.tok = AutoTokenizer.from_pretrained(path)
        self.net = AutoModelForSequenceClassification.from_pretrained(path).eval()
        self.log_t = torch.zeros(1, requires_grad=True)

    @torch.no_grad()
    def logits(self, texts):
        enc = self.tok(texts, padding=True, truncation=True, return_tensors="pt")
        return self.net(**enc).logits

    def calibrate(self, texts, gold, iters=60):
        z = self.logits(texts)
        opt = torch.optim.LBFGS([self.log_t], max_iter=iters)

        def closure():
            opt.zero_grad()
            loss = F.cross_entropy(z / self.log_t.exp(), gold)
            loss.backward()
            return loss

        opt.step(closure)

    def predict(self, texts):
        p = torch.softmax(self.logits(texts) / self.log_t.detach().exp(), dim=1)
        conf, label = p.max(dim=1)
        return list(zip(label.tolist(), conf.tolist()))

    def hardest(self, texts, gold, k=20):
        """Examples of the largest loss, for manual review."""
        loss = F.cross_entropy(self.logits(texts), gold, reduction="none")
        return [texts[i] for i in loss.topk(min(k, len(texts))).indices.tolist()]
