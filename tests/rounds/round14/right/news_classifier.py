"""BERT topic classifier: training step, probabilities and calibration temperature."""
import torch
import torch.nn.functional as F
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class TopicModel:
    def __init__(self, name, topics):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=len(topics))
        self.topics = topics
        self.temperature = 1.0

    def step(self, texts, y, opt):
        self.net.train()
        enc = self.tok(texts, truncation=True, padding=True, return_tensors="pt")
        loss = F.cross_entropy(self.net(**enc).logits, y, label_smoothing=0.1)
        opt.zero_grad()
        loss.backward()
        opt.step()
        return loss.item()

    @torch.no_grad()
    def predict(self, texts):
        self.net.eval()
        enc = self.tok(texts, truncation=True, padding=True, return_tensors="pt")
        probs = torch.softmax(self.net(**enc).logits / self.temperature, dim=1)
        conf, best = probs.max(dim=1)
        return [(self.topics[b], c) for b, c in zip(best.tolist(), conf.tolist())]

    def fit_temperature(self, logits, y):
        grid = torch.linspace(0.5, 3.0, 26)
        losses = torch.stack([F.cross_entropy(logits / t, y) for t in grid])
        self.temperature = grid[losses.argmin()].item()
