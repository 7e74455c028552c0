"""Sample K answers and keep the log-likelihood the *model* gives to each of them.

The likelihoods feed a calibration study, so they have to be those of the plain model.

# bug: scores are after temperature and nucleus filtering, so this is the sampler's distribution, not the model's.
"""
import torch


class Sampler:
    def __init__(self, model, tokenizer, k=8):
        self.model = model.eval()
        self.tokenizer = tokenizer
        self.k = k

    @torch.no_grad()
    def __call__(self, question):
        enc = self.tokenizer(question, return_tensors="pt").to(self.model.device)
        out = self.model.generate(
            **enc,
            do_sample=True,
            temperature=0.6,
            top_p=0.9,
            num_return_sequences=self.k,
            max_new_tokens=96,
            output_scores=True,
            return_dict_in_generate=True,
            pad_token_id=self.tokenizer.pad_token_id,
        )
        new = out.sequences[:, enc["input_ids"].shape[1]:]
        steps = torch.stack(out.scores, dim=1).float()
        tlp = steps.log_softmax(-1).gather(2, new.unsqueeze(2)).squeeze(2)  # expect: SEQ110
        eos = new == self.tokenizer.eos_token_id
        alive = (eos.cumsum(1) - eos.long()) == 0
        model_loglik = tlp.masked_fill(~alive, 0.0).sum(1)
        texts = self.tokenizer.batch_decode(new, skip_special_tokens=True)
        return list(zip(texts, model_loglik.tolist()))
