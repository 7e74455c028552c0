"""Answer plus confidence = geometric mean of the token probabilities of the answer."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class QA:
    def __init__(self, repo="Qwen/Qwen2.5-1.5B"):
        self.tok = AutoTokenizer.from_pretrained(repo)
        self.net = AutoModelForCausalLM.from_pretrained(repo, torch_dtype=torch.float32).eval()

    def reply(self, question):
        inputs = self.tok("Q: " + question + "\nA:", return_tensors="pt")
        n_in = inputs["input_ids"].shape[1]
        g = self.net.generate(**inputs, max_new_tokens=32, do_sample=False, num_beams=1,
                              repetition_penalty=1.0, return_dict_in_generate=True, output_scores=True)
        lps = self.net.compute_transition_scores(g.sequences, g.scores, normalize_logits=True)[0]
        answer = g.sequences[0, n_in:]
        conf = torch.exp(lps.sum() / len(answer)).item()
        return {"text": self.tok.decode(answer, skip_special_tokens=True), "confidence": conf}
