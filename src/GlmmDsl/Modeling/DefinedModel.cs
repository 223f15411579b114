using System.Collections.Immutable;
using System.ComponentModel;
using GlmmDsl.Data;
using GlmmDsl.Families;

namespace GlmmDsl.Modeling;

/// <summary>The contents of a typed model's attribute at run time that every kind of model has: formula, weights, missing values, functions.</summary>
/// <param name="formula">The formula, with the attribute's offset added.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class DefinedModel(string formula)
{
    private readonly Lazy<Formula> parsed = new(() => Formula.Parse(formula));

    /// <summary>What to do with rows that have missing values.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>The column of weights; null if all rows have the same weight.</summary>
    public string? Weights { get; init; }

    /// <summary>What the weights mean.</summary>
    public WeightKind WeightKind { get; init; }

    /// <summary>The formula of the zero inflation; null without it.</summary>
    public string? ZeroInflation { get; init; }

    /// <summary>The formula of the dispersion; null where it is one number for all rows.</summary>
    public string? Dispersion { get; init; }

    /// <summary>The user's functions that the formula calls.</summary>
    public IReadOnlyList<UserFunction> Functions { get; init; } = [];

    /// <summary>What the row type declares about the data; every fit checks it.</summary>
    public IReadOnlyList<DeclaredFact> Facts { get; init; } = [];

    /// <summary>Reads a fit of this model that <see cref="TypedFit.Save"/> wrote.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="method">The method that the fit was made by.</param>
    /// <param name="approximation">The approximation that a generalised fit was made by; null for a linear one.</param>
    /// <exception cref="InvalidDataException">No fit, a damaged one, one of another model, or one that was made in another way.</exception>
    public MixedModelFit Load(Stream stream, FitMethod method, Approximation? approximation = null)
    {
        MixedModelFit fit = Read(stream, Functions.ToImmutableDictionary(f => (f.Name, f.Arguments), f => f.Body), OwnFamily);
        if (fit.Formula != Formula.ToString())
        {
            throw new InvalidDataException($"The file holds a fit of another model: its formula is '{fit.Formula}', this model's is '{Formula}'.");
        }

        (string? zeroInflation, string? dispersion) = fit.ComponentFormulas;
        RequireFormula("zero inflation", zeroInflation, ZeroInflation);
        RequireFormula("dispersion", dispersion, Dispersion);
        return fit.Family == Family && (fit.Family != ResponseFamilies.OfLinearModels.Family || fit.Method == method) && (approximation is null || fit.Approximation is not { } made || made == approximation)
            ? fit
            : throw new InvalidDataException($"The file holds a fit that was made in another way: family {fit.Family}, {(fit.Approximation is { } way ? way.ToString() : fit.Method.ToString())}. Load it as a fit of that way.");
    }

    /// <exception cref="InvalidDataException">The formulas differ.</exception>
    private static void RequireFormula(string what, string? found, string? own)
    {
        string? expected = own is null ? null : Formula.Parse(own).ToString();
        if (found != expected)
        {
            throw new InvalidDataException($"The file holds a fit of another model: the formula of its {what} is {Shown(found)}, and that of this model is {Shown(expected)}.");
        }

        static string Shown(string? formula) => formula is null ? "missing" : $"'{formula}'";
    }

    private static MixedModelFit Read(Stream stream, ImmutableDictionary<(string Name, int Arity), Func<double[], double>> functions, ResponseFamily? own)
    {
        try
        {
            return MixedModelFit.Load(stream, functions, own);
        }
        catch (ArgumentException e) when (e.ParamName == nameof(own))
        {
            throw new InvalidDataException("The file holds a fit of another model. " + e.Message, e);
        }
    }

    /// <summary>Makes the model matrices of columns without fitting anything: see <see cref="MixedModel.Matrices(GlmmDsl.Formula, Table, FitOptions?, CancellationToken)"/>.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public DesignMatrices Matrices(Table table, CancellationToken cancellationToken) => MixedModel.Matrices(Formula, Checked(table, cancellationToken), Options(null) with { Family = Family, ResponseFamily = OwnFamily, Link = Link }, cancellationToken);

    /// <summary>The link; the family's usual one by default.</summary>
    public Link Link { get; init; }

    /// <summary>The distribution of the response given the random effects.</summary>
    private protected abstract Family Family { get; }

    /// <summary>The family of the program's own; null for one of the library's.</summary>
    private protected virtual ResponseFamily? OwnFamily => null;

    /// <summary>The formula, parsed when first needed.</summary>
    private protected Formula Formula => parsed.Value;

    /// <summary>The table, if it keeps to the declared facts.</summary>
    private protected Table Checked(Table table, CancellationToken cancellationToken) => Facts.Count == 0 ? table : new DeclaredFactCheck(Facts).Checked(table, cancellationToken);

    /// <summary>The options that every fit of the model has.</summary>
    private protected FitOptions Options(NoticePolicy? notices) => new()
    {
        Missing = Missing,
        Weights = Weights,
        WeightKind = WeightKind,
        ZeroInflation = ZeroInflation,
        Dispersion = Dispersion,
        Functions = Functions.ToImmutableDictionary(f => (f.Name, f.Arguments), f => f.Body),
        Notices = notices ?? NoticePolicy.Default,
    };
}
