using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Families.Custom;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Formulas;

namespace GlmmDsl;

/// <summary>How a model is fitted at run time. Immutable.</summary>
public sealed record FitOptions
{
    /// <summary>The largest number of quadrature nodes: more would not make a level's integral more exact.</summary>
    public const int MostQuadratureNodes = GaussHermite.MostNodes;

    /// <summary>A linear model by REML, missing values an error, no weights, all notices reported.</summary>
    public static FitOptions Default { get; } = new();

    /// <summary>By which likelihood a linear model is fitted, REML by default; generalised models are fitted by maximum likelihood.</summary>
    public FitMethod Method { get; init; }

    /// <summary>The distribution of the response given the random effects; Gaussian, a linear model, by default.</summary>
    public Family Family { get; init; }

    /// <summary>
    /// A family of your own, in place of <see cref="Family"/>, which is then left out or <see cref="Family.Custom"/>; null, the default, for one of the library's. Its link is its own.
    /// </summary>
    public ResponseFamily? ResponseFamily { get; init; }

    /// <summary>The link; the family's usual one by default.</summary>
    public Link Link { get; init; }

    /// <summary>How the random effects of a generalised model are integrated out; the Laplace approximation by default.</summary>
    public Approximation Approximation { get; init; }

    /// <summary>Nodes in each dimension of <see cref="Approximation.Quadrature"/>, from 1 to <see cref="MostQuadratureNodes"/>; used only there.</summary>
    public int QuadratureNodes { get; init; } = 9;

    /// <summary>
    /// Which information is used in the determinant of the Laplace approximation; null, the default, means the observed one, except for the cauchit link, where
    /// it means the expected one: there the observed information may be negative, and the approximation made with it jumps where the mode splits in two.
    /// </summary>
    public Information? Information { get; init; }

    /// <summary>
    /// A weak prior on the coefficients of a generalised model, which keeps them finite where the fixed effects separate the outcomes; null, the default,
    /// for maximum likelihood.
    /// </summary>
    public NormalPrior? CoefficientPrior { get; init; }

    /// <summary>What is done with rows that have a missing value in a column the model uses; by default an error that names row and column.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>The column of weights; null when all rows weigh the same.</summary>
    public string? Weights { get; init; }

    /// <summary>What the weights mean; precision by default, which a binomial model does not have: say trials or frequency there.</summary>
    public WeightKind WeightKind { get; init; }

    /// <summary>An expression of the table's columns, <c>log(Exposure)</c>, added to the linear predictor in addition to the <c>offset(..)</c> of the formula.</summary>
    public string? Offset { get; init; }

    /// <summary>
    /// The formula of the zero inflation, on the logit scale and without a response: <c>"~ 1"</c>, <c>"~ Spp + (1 | Site)"</c>. Null, the default, for none. With a truncated
    /// family it makes a hurdle model.
    /// </summary>
    public string? ZeroInflation { get; init; }

    /// <summary>
    /// The formula of the dispersion, on the log scale and without a response: <c>"~ Sex"</c>. Null, the default, where it is one number for all rows. A Gaussian model with a
    /// dispersion formula is fitted by maximum likelihood.
    /// </summary>
    public string? Dispersion { get; init; }

    /// <summary>
    /// Functions that formulas may call in addition to the language's own, by name and number of arguments. The array handed to a function is reused
    /// between rows.
    /// </summary>
    public ImmutableDictionary<(string Name, int Arity), Func<double[], double>> Functions { get; init; } =
        ImmutableDictionary<(string Name, int Arity), Func<double[], double>>.Empty;

    /// <summary>Which notices are reported, ignored or thrown; all are reported by default.</summary>
    public NoticePolicy Notices { get; init; } = NoticePolicy.Default;

    /// <summary>The options that concern the design.</summary>
    internal DesignOptions ToDesignOptions() => new()
    {
        Missing = Missing,
        Response = Definition.ResponseForm,
        FamilyWords = Definition.Words,
        CountsRows = Definition.SumsRows,
        Weights = Weights,
        WeightKind = WeightKind,
        Functions = Functions,
        ZeroInflation = Component(ZeroInflation, "zero inflation"),
        Dispersion = Component(Dispersion, "dispersion"),
    };

    /// <summary>The family that is meant.</summary>
    internal FamilyDefinition Definition => ResponseFamily is { } own ? new CustomFamily(own) : ResponseFamilies.Of(Family);

    /// <summary>Whether the model is a linear one, which has an engine of its own.</summary>
    internal bool IsLinear => Definition.IsLinear(Link) && ZeroInflation is null && Dispersion is null;

    /// <summary>The options that concern the design of a linear model, the only one that cross-products can hold.</summary>
    /// <exception cref="ArgumentException">Another family, or an option without a meaning.</exception>
    internal DesignOptions ToLinearDesignOptions()
    {
        FitOptionsCheck.Refuse(this);
        Definition.RequireLink(Link);
        return IsLinear
            ? ToDesignOptions()
            : throw new ArgumentException($"Cross-products are for linear models: a model of the {Definition.Label} family{(Dispersion is null ? "" : " with a dispersion formula")} is fitted to rows.");
    }

    private static ModelTerms? Component(string? formula, string what)
    {
        if (formula is null)
        {
            return null;
        }

        ModelTerms terms = Formula.Parse(formula).Terms;
        return terms.Response is null
            ? terms
            : throw new ArgumentException($"The formula of the {what} has a response, {terms.Response.Name}: write it without, as in '~ {terms.Syntax.ToString().Split('~', 2)[^1].Trim()}'.");
    }

    /// <summary>The formula with <see cref="Offset"/> added, as if it had been written there, so that its errors have places that can be shown.</summary>
    internal Formula AddOffset(Formula formula)
    {
        if (Offset is null)
        {
            return formula;
        }

        // It is parsed separately first: parentheses that do not match could end the call early.
        string alone = "~ " + Offset;
        FormulaParseResult parsed = FormulaParser.Parse(alone);
        return parsed.Diagnostics.IsEmpty
            ? Formula.Parse(formula.Terms.Syntax.Text + " + offset(" + Offset + ")")
            : throw new FormulaException(alone, parsed.Diagnostics);
    }
}
