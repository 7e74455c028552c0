"""Mean token NLL of greedy answers as an uncertainty score."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class MeanNLL:
    name = "mean_token_nll"

    def __init__(self, ckpt):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForCausalLM.from_pretrained(ckpt, torch_dtype=torch.float32)
        self.net.eval()

    def __call__(self, question):
        enc = self.tok(f"Question: {question}\nAnswer:", return_tensors="pt")
        gen = self.net.generate(
            **enc,
            do_sample=False,
            num_beams=1,
            repetition_penalty=1.0,
            max_new_tokens=20,
            output_scores=True,
            return_dict_in_generate=True,
        )
        lp = self.net.compute_transition_scores(gen.sequences, gen.scores, normalize_logits=True)
        answer = self.tok.decode(gen.sequences[0][enc.input_ids.size(1):], skip_special_tokens=True)
        return answer, -float(lp[0].mean())
