namespace GlmmDsl.Gallery;

/// <summary>A model on real data, with the record of what lme4 makes of it.</summary>
/// <param name="Title">What the data are.</param>
/// <param name="Data">The data set's name.</param>
/// <param name="Case">The name of lme4's record.</param>
/// <param name="Fit">Fits the model to the table.</param>
internal sealed record Exhibit(string Title, string Data, string Case, Func<Table, MixedModelFit> Fit);
