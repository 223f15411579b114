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
            bool isOneFit = first.Model is null || second.Model is null || (first.IsReml == second.IsReml && SymbolEqualityComparer.Default.Equals(first.Model, second.Model));
            return first.Criterion == CriterionName.None || second.Criterion == CriterionName.None || (isOneFit && !isRefused)
                ? null
                : Across($"one is {WithArticle(first)} and the other {WithArticle(second)}; take the same criterion of both fits", isCertain: true);
        }

        if (first.IsReml == second.IsReml && SymbolEqualityComparer.Default.Equals(first.Key, second.Key))
        {
            return OfRandomEffects(first, second);
        }

        (ComparedModel? a, ComparedModel? b) = (ComparedModel.Of(first.Model), ComparedModel.Of(second.Model));
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

        return OfApproximation(first, second, a, b, isRefused);
    }

    /// <summary>ML fits of equal fixed effects that differ in random ones: their criteria can be compared, and those of REML fits would be the better ones.</summary>
    private static Incomparability? OfRandomEffects(FitSource first, FitSource second) =>
        !first.IsReml
        && first.Criterion is CriterionName.Aic or CriterionName.Bic
        && ComparedModel.Of(first.Model) is { IsGeneralized: false } a
        && ComparedModel.Of(second.Model) is { IsGeneralized: false } b
        && RandomStructure.Of(a) is var one
        && RandomStructure.Of(b) is var other
        && one.HasFixedPartOf(other)
        && !FixedEffects.Differ(a, b)
        && one.DiffersInRandomEffects(other)
            ? new Incomparability(
                DiagnosticDescriptors.MlCriteriaOfRandomEffects, "with equal fixed effects the REML fits' criteria can be compared, and their variances are not biased towards zero", IsCertainAtRunTime: true)
            : null;

    private static Incomparability? OfData(ComparedModel a, ComparedModel b)
    {
        if (a.IsContinuous is { } isDensity && b.IsContinuous is { } isOtherDensity && isDensity != isOtherDensity)
        {
            return Across("one is the density of a continuous response and the other the probability of counts; fit both with families of one kind", isCertain: true);
        }

        if (a.Plan.ResponseKey != b.Plan.ResponseKey)
        {
            return Across($"their responses differ, '{a.Response}' and '{b.Response}', so that each is the likelihood of a different quantity; fit both models to the same response", isCertain: true);
        }

        if (!SymbolEqualityComparer.Default.Equals(a.RowType, b.RowType))
        {
            return Across($"their rows are of different types, '{a.RowType.Name}' and '{b.RowType.Name}'; fit both models to the same rows", isCertain: false);
        }

        if (a.Weights != b.Weights)
        {
            return Across($"their rows are weighted differently, with {a.Weights} and with {b.Weights}; give both models the same weights", isCertain: false);
        }

        return a.Missing != b.Missing
            ? Across("one of them leaves out rows with missing values and the other does not, so that their rows can differ; give both models the same value of 'Missing'", isCertain: false)
            : null;
    }

    /// <summary>Without random effects there is nothing to approximate.</summary>
    private static Incomparability? OfApproximation(FitSource first, FitSource second, ComparedModel? a, ComparedModel? b, bool isRefused)
    {
        (string? one, string? other) = (ApproximationOf(first.Key), ApproximationOf(second.Key));
        if (one != other && one is not null && other is not null)
        {
            return a is { Plan.Terms.Random.IsEmpty: true } || b is { Plan.Terms.Random.IsEmpty: true }
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
    private static bool IsKnown(FitSource fit, ComparedModel? model) => model is not null || (fit.Model is null && fit.Key.ContainingType is null);

    /// <summary>The approximation that a generated key of responses names; null when it names none.</summary>
    public static string? ApproximationName(ITypeSymbol key) => Approximations.FirstOrDefault(name => key.Name.EndsWith("_by_" + name, StringComparison.Ordinal));

    private static string? ApproximationOf(ITypeSymbol key) =>
        ApproximationName(key) switch
        {
            "Laplace" => "by the Laplace approximation",
            "Quadrature" => "by quadrature",
            "Fast" => "by the fast approximation",
            _ => null,
        };

    private static string WithArticle(FitSource fit) => (fit.Criterion == CriterionName.Aic ? "an " : "a ") + fit.CriterionInWords;

    private static Incomparability Across(string reason, bool isCertain) => new(DiagnosticDescriptors.AcrossResponses, reason, isCertain);
}
