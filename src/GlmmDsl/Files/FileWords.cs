namespace GlmmDsl.Files;

/// <summary>What the contents of a file are called in messages.</summary>
/// <param name="Subject">At the beginning of a sentence: "The fit".</param>
/// <param name="Verb">"is" or "are".</param>
/// <param name="Pronoun">"it" or "them".</param>
internal sealed record FileWords(string Subject, string Verb, string Pronoun);
