using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Formulas;

namespace GlmmDsl;

/// <summary>How a model is fitted at run time. Immutable.</summary>
public sealed record FitOptions
{
    /// <summary>The most nodes of quadrature: with more a level's integral would gain nothing.</summary>
    public const int MostQuadratureNodes = GaussHermite.MostNodes;

    /// <summary>A linear model by REML, missing values an error, no weights, all notices reported.</summary>
    public static FitOptions Default { get; } = new();

    /// <summary>By which likelihood a linear model is fitted, REML by default; generalised models are fitted by maximum likelihood.</summary>
    public FitMethod Method { get; init; }

    /// <summary>The distribution of the response given the random effects; Gaussian, a linear model, by default.</summary>
    public Family Family { get; init; }

    /// <summary>The link; the family's usual one by default.</summary>
    public Link Link { get; init; }

    /// <summary>How the random effects of a generalised model are integrated out; the Laplace approximation by default.</summary>
    public Approximation Approximation { get; init; }

    /// <summary>Nodes in each dimension of <see cref="Approximation.Quadrature"/>, from 1 to <see cref="MostQuadratureNodes"/>; read for it only.</summary>
    public int QuadratureNodes { get; init; } = 9;

    /// <summary>
    /// Which information stands in the determinant of the Laplace approximation; null, the default, is the observed one, but for the cauchit link the expected
    /// one: there the observed information may be negative, and the approximation made with it jumps where the mode splits in two.
    /// </summary>
    public Information? Information { get; init; }

    /// <summary>
    /// A weak prior on the coefficients of a generalised model, which keeps them finite where the fixed effects separate the outcomes; null, the default,
    /// for maximum likelihood.
    /// </summary>
    public NormalPrior? CoefficientPrior { get; init; }

    /// <summary>What becomes of rows with a missing value in a column the model uses; an error that names row and column by default.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>The column of weights; null when all rows weigh the same.</summary>
    public string? Weights { get; init; }

    /// <summary>What the weights mean; precision by default, which a binomial model does not have: say trials or frequency there.</summary>
    public WeightKind WeightKind { get; init; }

    /// <summary>An expression of the table's columns, <c>log(Exposure)</c>, added to the linear predictor beside the <c>offset(..)</c> of the formula.</summary>
    public string? Offset { get; init; }

    /// <summary>
    /// Functions that formulas may call beside the language's own, by name and number of arguments. The array handed to a function is reused
    /// between rows.
    /// </summary>
    public ImmutableDictionary<(string Name, int Arity), Func<double[], double>> Functions { get; init; } =
        ImmutableDictionary<(string Name, int Arity), Func<double[], double>>.Empty;

    /// <summary>Which notices are reported, ignored or thrown; all are reported by default.</summary>
    public NoticePolicy Notices { get; init; } = NoticePolicy.Default;

    /// <summary>What of this concerns the design.</summary>
    internal DesignOptions ToDesignOptions() => new()
    {
        Missing = Missing,
        Response = ResponseFamily.Of(Family).ResponseForm,
        Weights = Weights,
        WeightKind = WeightKind,
        Functions = Functions,
    };

    /// <summary>What of this concerns the design of a linear model: cross-products hold no other.</summary>
    /// <exception cref="ArgumentException">Another family, or an option without a meaning.</exception>
    internal DesignOptions ToLinearDesignOptions()
    {
        FitOptionsCheck.Refuse(this);
        ResponseFamily.Of(Family).RequireLink(Link);
        return ResponseFamily.Of(Family).IsLinear(Link)
            ? ToDesignOptions()
            : throw new ArgumentException($"Cross-products are for linear models: a model of the {Family} family is fitted to rows.");
    }

    /// <summary>The formula with <see cref="Offset"/> added, as if it had been written there: its errors then stand at places that can be shown.</summary>
    internal Formula AddOffset(Formula formula)
    {
        if (Offset is null)
        {
            return formula;
        }

        // By itself first, or parentheses that do not match could end the call early.
        string alone = "~ " + Offset;
        FormulaParseResult parsed = FormulaParser.Parse(alone);
        return parsed.Diagnostics.IsEmpty
            ? Formula.Parse(formula.Terms.Syntax.Text + " + offset(" + Offset + ")")
            : throw new FormulaException(alone, parsed.Diagnostics);
    }
}
