using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Formulas;

namespace GlmmDsl.Analyzers.Fits;

/// <summary>A model fitted at run time, whose formula and options the code shows. Whether a column is a factor only the table knows.</summary>
internal sealed class RunTimeModel : FittedModel
{
    private static readonly string[] Constants = ["Family", "Link", "Method", "Approximation", "Weights", "WeightKind", "Missing", "Offset", "Dispersion", "ZeroInflation", "QuadratureNodes", "Information"];

    /// <summary>What changes the criterion in a way that is not followed.</summary>
    private static readonly string[] Opaque = ["ResponseFamily", "CoefficientPrior", "Functions"];

    private RunTimeModel(string formula, ModelTerms terms, bool isGeneralized, bool? isContinuous, IReadOnlyDictionary<string, Setting> settings)
        : base(terms, isGeneralized, isContinuous, settings)
    {
        Formula = formula;
        IsReml = !isGeneralized && Member("Method", "Reml") == "Reml";
        Approximation = isGeneralized ? Member("Approximation", "Laplace") : null;
        FixedTerms = new HashSet<string>(terms.Fixed.Select(NameOf), StringComparer.Ordinal);
    }

    /// <summary>The formula as written.</summary>
    public string Formula { get; }

    /// <summary>Whether it is fitted by REML.</summary>
    public bool IsReml { get; }

    /// <summary>The approximation of a generalised model's likelihood; null for a linear model.</summary>
    public string? Approximation { get; }

    /// <summary>The fixed terms, the variables of each sorted; a column and a factor made of it are one.</summary>
    public HashSet<string> FixedTerms { get; }

    /// <summary>The model of a formula and options; null where the formula is wrong or a setting cannot be seen.</summary>
    public static RunTimeModel? Of(string formula, IReadOnlyDictionary<string, Setting> settings)
    {
        if (FormulaReading.Of(formula) is not { Terms: { } terms, Errors.IsEmpty: true } || settings.Any(setting => Opaque.Contains(setting.Key) || (Constants.Contains(setting.Key) && !setting.Value.IsConstant)))
        {
            return null;
        }

        string? family = settings.TryGetValue("Family", out Setting? set) ? set.Member : FamilyFacts.Gaussian;
        bool isGeneralized = family != FamilyFacts.Gaussian
            || settings.ContainsKey("Dispersion")
            || settings.ContainsKey("ZeroInflation")
            || (settings.TryGetValue("Link", out Setting? link) && link.Member is not ("Default" or FamilyFacts.Identity));
        return family is null || family == FamilyFacts.Own ? null : new RunTimeModel(formula, terms, isGeneralized, FamilyFacts.Of(family)?.IsContinuous, settings);
    }

    /// <summary>Whether the fixed effects certainly differ from another's.</summary>
    public bool DiffersInFixedEffects(RunTimeModel other) =>
        Terms.HasIntercept != other.Terms.HasIntercept || !FixedTerms.SetEquals(other.FixedTerms) || !OffsetsOf(this).SetEquals(OffsetsOf(other));

    private static HashSet<string> OffsetsOf(RunTimeModel model) =>
        new(model.Terms.Offsets.Select(offset => offset.ToString()).Concat(model.Text("Offset") is { } offset ? [offset] : []), StringComparer.Ordinal);

    private static string NameOf(Term term) => string.Join(":", term.Variables.Select(NameOf).OrderBy(name => name, StringComparer.Ordinal));

    private static string NameOf(Variable variable) =>
        variable.Expression is CallSyntax { Function.Name: "factor" or "as.factor" or "ordered", Arguments: { Length: >= 1 } arguments } ? arguments[0].Value.ToString() : variable.Label;
}
