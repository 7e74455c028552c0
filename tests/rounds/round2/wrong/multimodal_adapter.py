"""loglikelihood() of a vision-language model for the evaluation suite.

# bug: minus the mean loss is returned as the log-likelihood of the continuation
"""
import torch


class VLMAdapter:
    def __init__(self, model, processor):
        self.model, self.processor = model.eval(), processor

    @torch.no_grad()
    def loglikelihood(self, requests):
        """One summed log-likelihood and greedy flag per request; the labels ignore everything but the target."""
        res = []
        for req in requests:
            inputs = self.processor(req.image, req.context, req.target)
            out = self.model(**inputs)
            y = inputs["labels"][:, 1:]
            keep = y != -100
            greedy = (out.logits[:, :-1].argmax(-1) == y)[keep].all()
            res.append((-out.loss.item(), bool(greedy)))  # expect: SEQ402  # expect-near: SEQ401
        return res
