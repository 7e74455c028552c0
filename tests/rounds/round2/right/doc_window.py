"""Perplexity of the first window of a document; the window comes from the model's context size."""
import torch


class WindowPerplexity:
    def __init__(self, model, tokenizer):
        self.model, self.tokenizer = model.eval(), tokenizer
        self.window = min(model.config.max_position_embeddings, tokenizer.model_max_length)

    @torch.no_grad()
    def __call__(self, text):
        ids = self.tokenizer(text, truncation=True, max_length=self.window, return_tensors="pt").input_ids
        return torch.exp(self.model(ids, labels=ids).loss.float()).item()
