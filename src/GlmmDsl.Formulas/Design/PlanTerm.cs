using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>How one variable enters the columns of one term.</summary>
public enum Encoding
{
    /// <summary>Its numeric columns, unchanged.</summary>
    Numeric,

    /// <summary>Contrasts of its levels, one column fewer than levels.</summary>
    Contrasts,

    /// <summary>An indicator column for every level.</summary>
    Indicators,
}

/// <summary>One variable in one term.</summary>
/// <param name="Variable">Which variable.</param>
/// <param name="Encoding">How it is encoded there, by R's marginality rule.</param>
/// <param name="Coding">How a factor is coded there by contrasts: as declared in the fixed part; by R's default, treatment or for an ordered factor
/// polynomial contrasts, in a random-effects term, as lme4's <c>contrasts</c> concern only the fixed part.</param>
public readonly record struct PlanFactor(PlanVariable Variable, Encoding Encoding, Coding Coding);

/// <summary>One column of a design.</summary>
/// <param name="Name">R's name, <c>Week:ArmDrug</c>.</param>
/// <param name="Parts">For each factor of the term, which of its columns is multiplied in (an index into its suffixes, contrasts or levels).</param>
public sealed record PlanColumn(string Name, ImmutableArray<int> Parts);

/// <summary>A term of the design with the encoding of each of its variables; the intercept is the term without variables.</summary>
public sealed class PlanTerm(ImmutableArray<PlanFactor> factors, TextSpan span)
{
    /// <summary>The intercept's name.</summary>
    public const string InterceptName = "(Intercept)";

    /// <summary>The variables in R's order; empty for the intercept.</summary>
    public ImmutableArray<PlanFactor> Factors { get; } = factors;

    /// <summary>Where the term stands in the formula.</summary>
    public TextSpan Span { get; } = span;

    /// <summary>Whether it is the intercept.</summary>
    public bool IsIntercept => Factors.IsEmpty;

    /// <summary>R's term label, <c>a:b</c>, or <c>(Intercept)</c>.</summary>
    public string Name => IsIntercept ? InterceptName : string.Join(":", Factors.Select(f => f.Variable.Variable.Label));

    /// <summary>Whether all levels of its factors are known before a row is read, so that <see cref="Columns()"/> can be called.</summary>
    public bool AreLevelsKnown => Factors.All(f => !f.Variable.IsCategorical || !f.Variable.Levels.IsDefault);

    /// <summary>The columns when all levels are known at build; the first factor varies fastest, as in R.</summary>
    public ImmutableArray<PlanColumn> Columns() => Columns(v => v.Levels);

    /// <summary>The columns for the levels at hand.</summary>
    /// <param name="levels">Gives the levels of a categorical variable, in order, those present only.</param>
    public ImmutableArray<PlanColumn> Columns(Func<PlanVariable, IReadOnlyList<string>> levels)
    {
        var columns = ImmutableArray.Create(new PlanColumn(InterceptName, ImmutableArray<int>.Empty));
        if (IsIntercept)
        {
            return columns;
        }

        columns = ImmutableArray.Create(new PlanColumn("", ImmutableArray<int>.Empty));
        foreach (PlanFactor factor in Factors)
        {
            IReadOnlyList<string> labels = FactorLabels.Of(factor, levels);
            var next = ImmutableArray.CreateBuilder<PlanColumn>(columns.Length * labels.Count);
            for (int i = 0; i < labels.Count; i++)
            {
                foreach (PlanColumn column in columns)
                {
                    string name = factor.Variable.Variable.Label + labels[i];
                    next.Add(new PlanColumn(column.Parts.IsEmpty ? name : column.Name + ":" + name, column.Parts.Add(i)));
                }
            }

            columns = next.ToImmutable();
        }

        return columns;
    }
}
