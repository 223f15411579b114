using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Inference;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>Why the criteria of two fits do not measure the same thing.</summary>
/// <param name="Rule">The rule that a comparison breaks.</param>
/// <param name="Reason">What differs and what to do, in words; empty where the rule's own text says it.</param>
/// <param name="IsCertainAtRunTime">Whether the check at run time, which looks at rows and column spaces, refuses it too.</param>
internal readonly record struct Incomparability(DiagnosticDescriptor Rule, string Reason, bool IsCertainAtRunTime)
{
    private static readonly string[] Approximations = ["Laplace", "Quadrature", "Fast"];

    /// <summary>The rule that a comparison breaks; null when it breaks none.</summary>
    /// <param name="first">One fit, or its criterion.</param>
    /// <param name="second">The other.</param>
    /// <param name="isRefused">Whether the compiler refuses the comparison: then two criteria of one fit are explained too.</param>
    public static Incomparability? Of(FitSource first, FitSource second, bool isRefused = false)
    {
        if (first.Criterion != second.Criterion)
        {
            bool isOneFit = IsUnnamed(first) || IsUnnamed(second) || (first.IsReml == second.IsReml && SymbolEqualityComparer.Default.Equals(first.Model, second.Model) && first.RunTime?.Formula == second.RunTime?.Formula);
            return first.Criterion == CriterionName.None || second.Criterion == CriterionName.None || (isOneFit && !isRefused)
                ? null
                : Across($"one is {WithArticle(first)} and the other {WithArticle(second)}; take the same criterion of both fits", isCertain: true);
        }

        if (first.IsReml == second.IsReml && first.Key is not null && SymbolEqualityComparer.Default.Equals(first.Key, second.Key))
        {
            return OfRandomEffects(first, second);
        }

        (FittedModel? a, FittedModel? b) = (first.Described, second.Described);
        if (a is not null && b is not null && OfData(a, b) is { } data)
        {
            return data;
        }

        if (first.IsReml != second.IsReml)
        {
            return new Incomparability(DiagnosticDescriptors.MlAgainstReml, "", IsCertainAtRunTime: true);
        }

        if (first.IsReml)
        {
            return FixedEffects.Differ(a, b) ? new Incomparability(DiagnosticDescriptors.RemlAcrossFixedEffects, "", FixedEffects.SpanDifferentSpaces(a, b)) : null;
        }

        return OfApproximation(first, second, a, b, isRefused) ?? (first.RunTime is not null && second.RunTime is not null ? OfRandomEffects(first, second) : null);
    }

    private static bool IsUnnamed(FitSource fit) => fit.Model is null && fit.RunTime is null;

    /// <summary>ML fits of equal fixed effects that differ in random ones: their criteria can be compared, and those of REML fits would be the better ones.</summary>
    private static Incomparability? OfRandomEffects(FitSource first, FitSource second) =>
        !first.IsReml
        && first.Criterion is CriterionName.Aic or CriterionName.Bic
        && first.Described is { IsGeneralized: false } a
        && second.Described is { IsGeneralized: false } b
        && RandomStructure.Of(a) is var one
        && RandomStructure.Of(b) is var other
        && one.HasFixedPartOf(other)
        && !FixedEffects.Differ(a, b)
        && one.DiffersInRandomEffects(other)
            ? new Incomparability(
                DiagnosticDescriptors.MlCriteriaOfRandomEffects, "with equal fixed effects the REML fits' criteria can be compared, and their variances are not biased towards zero", IsCertainAtRunTime: true)
            : null;

    private static Incomparability? OfData(FittedModel a, FittedModel b)
    {
        if (a.IsContinuous is { } isDensity && b.IsContinuous is { } isOtherDensity && isDensity != isOtherDensity)
        {
            return Across("one is the density of a continuous response and the other the probability of counts; fit both with families of one kind", isCertain: true);
        }

        if ((a is ComparedModel) != (b is ComparedModel))
        {
            // The names of a row's members and of a table's columns may differ for the same data.
            return null;
        }

        if (ResponseOf(a) != ResponseOf(b))
        {
            return Across($"their responses differ, '{a.Response}' and '{b.Response}', so that each is the likelihood of a different quantity; fit both models to the same response", isCertain: true);
        }

        if (a is ComparedModel { RowType: var row } && b is ComparedModel { RowType: var otherRow } && !SymbolEqualityComparer.Default.Equals(row, otherRow))
        {
            return Across($"their rows are of different types, '{row.Name}' and '{otherRow.Name}'; fit both models to the same rows", isCertain: false);
        }

        if (a.Weights != b.Weights)
        {
            return Across($"their rows are weighted differently, with {a.Weights} and with {b.Weights}; give both models the same weights", isCertain: false);
        }

        return a.Missing != b.Missing
            ? Across("one of them leaves out rows with missing values and the other does not, so that their rows can differ; give both models the same value of 'Missing'", isCertain: false)
            : null;
    }

    private static string ResponseOf(FittedModel model) => model is ComparedModel typed ? typed.Plan.ResponseKey : model.Response;

    /// <summary>Without random effects there is nothing to approximate.</summary>
    private static Incomparability? OfApproximation(FitSource first, FitSource second, FittedModel? a, FittedModel? b, bool isRefused)
    {
        (string? one, string? other) = (ApproximationOf(first), ApproximationOf(second));
        if (one != other && one is not null && other is not null)
        {
            return a is { Terms.Random.IsEmpty: true } || b is { Terms.Random.IsEmpty: true }
                ? null
                : Across($"one likelihood is made {one} and the other {other}, and the errors of the two approximations differ; fit both models in the same way", isCertain: true);
        }

        // The values themselves are comparable: only their types are refused.
        if (one != other && isRefused && a is not null && b is not null)
        {
            return Across(
                "one is the exact likelihood of a linear model and the other an approximate one, which are of different types: ModelComparison compares them, or fit both as generalised models, with Family.Gaussian and another link or a dispersion formula",
                isCertain: false);
        }

        return IsKnown(first, a) && IsKnown(second, b) && (a is null || b is null) ? Across("they are likelihoods of different responses or rows; fit both models to the same response of the same rows", isCertain: false) : null;
    }

    /// <summary>Whether a fit's key is meaningful: that of a model with a wrong formula is not yet.</summary>
    private static bool IsKnown(FitSource fit, FittedModel? model) => model is not null || (fit is { Model: null, Key.ContainingType: null });

    /// <summary>The approximation of the likelihood, which a generated key of responses names; null when there is none.</summary>
    public static string? ApproximationName(FitSource fit) =>
        fit.RunTime is { } model ? model.Approximation : Approximations.FirstOrDefault(name => fit.Key?.Name.EndsWith("_by_" + name, StringComparison.Ordinal) == true);

    private static string? ApproximationOf(FitSource fit) =>
        ApproximationName(fit) switch
        {
            "Laplace" => "by the Laplace approximation",
            "Quadrature" => "by quadrature",
            "Fast" => "by the fast approximation",
            _ => null,
        };

    private static string WithArticle(FitSource fit) => (fit.Criterion == CriterionName.Aic ? "an " : "a ") + fit.CriterionInWords;

    private static Incomparability Across(string reason, bool isCertain) => new(DiagnosticDescriptors.AcrossResponses, reason, isCertain);
}
