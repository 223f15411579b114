namespace GlmmDsl.Fitting.Linear.Choice;

/// <summary>What is to be done whatever it costs; for tests.</summary>
/// <param name="Path">The factorisation; null for the cheaper one.</param>
/// <param name="Rotation">Whether the fixed part is rotated; null where it pays. There must be no more random effects than columns.</param>
internal readonly record struct ForcedChoices(FactorisationPath? Path = null, bool? Rotation = null);
