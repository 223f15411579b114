using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Configuration;

/// <summary>The part of a model attribute about the distribution of the response and the weights of rows.</summary>
internal static class FamilyAndWeights
{
    private const string NoKind = "Precision";
    private const string TrialsKind = "Trials";

    /// <summary>The declaration in normal form: trials become weights with their own kind, and without weights there is no kind.</summary>
    public static ModelDeclaration Normalized(ModelDeclaration declaration) =>
        declaration switch
        {
            { Trials: { } trials, Weights: null } => declaration with { Weights = trials, WeightKind = TrialsKind, Trials = null },
            { Trials: { } trials, Weights: { } weights, WeightKind: TrialsKind } when trials == weights => declaration with { Trials = null },
            { Weights: null } => declaration with { WeightKind = NoKind },
            _ => declaration,
        };

    /// <summary>What is wrong with a normalised declaration; null if nothing is.</summary>
    public static string? ProblemWith(ModelDeclaration declaration) => ProblemWithFamily(declaration) ?? ProblemWithComponents(declaration) ?? ProblemWithWeights(declaration);

    private static string? ProblemWithFamily(ModelDeclaration declaration) =>
        declaration.Family switch
        {
            "" => "The attribute names no family: write Family.Binomial, Family.Poisson or another.",
            FamilyFacts.Own when declaration.Own is not { TypeName.Length: > 0 } => "A family of your own is named by its class: write typeof(MyFamily) in place of the family.",
            FamilyFacts.Own when declaration.Own.Fault is { } fault => $"'{declaration.Own.Name}' {fault}.",
            FamilyFacts.Own when declaration.Link is not ("" or "Default") => $"The link of a family of your own is part of it: leave Link out, and let the constructor of '{declaration.Own.Name}' choose.",
            FamilyFacts.Gaussian when declaration.Dispersion is null && declaration.Link is "" or "Default" or FamilyFacts.Identity => "A Gaussian model with the identity link is a linear mixed model: use [LinearMixedModel].",
            _ => null,
        };

    private static string? ProblemWithComponents(ModelDeclaration declaration)
    {
        FamilyFacts? facts = FamilyFacts.Of(declaration.Family);
        bool? canBeInflated = declaration.Own?.Range is { } range ? FamilyFacts.CanBeZeroInflatedIn(range) : facts?.CanBeZeroInflated;
        return declaration.ZeroInflation is not null && canBeInflated == false ? $"A model of the {facts?.Words ?? declaration.Own!.Name} family has no zero inflation: leave ZeroInflation out."
            : declaration.Dispersion is not null && facts?.HasDispersion == false ? $"A model of the {facts.Words} family has no dispersion to be modelled: leave Dispersion out."
            : null;
    }

    private static string? ProblemWithWeights(ModelDeclaration declaration)
    {
        if (declaration.Trials is { } trials)
        {
            return $"The attribute gives trials, '{trials}', and other weights, '{declaration.Weights}': a model has one column of weights. Write the response as cbind(successes, failures) and leave the trials out.";
        }

        return declaration.Weights switch
        {
            null => null,
            { } name when declaration.Row.Find(name) is not { } column => $"The row type has no column '{name}' to take weights from.",
            { } name when declaration.Row.Find(name)!.Kind != ColumnKind.Numeric => $"The column of weights, '{name}', is not numeric.",
            _ => null,
        };
    }
}
