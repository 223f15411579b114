using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Means;

/// <summary>
/// All combinations of the levels of factors, numeric columns at their means (Searle, Speed and Milliken 1980, Am. Stat. 34; Lenth's emmeans): the rows that marginal means
/// average over. Functions of a numeric column are taken at the column's mean.
/// </summary>
internal sealed class ReferenceGrid
{
    /// <summary>More rows than that are a mistake: a factor of thousands of levels among the predictors.</summary>
    private const long MostRows = 1_000_000;

    private readonly FittedModel model;
    private readonly bool withOthers;

    private ReferenceGrid(FittedModel model, ImmutableArray<GridVariable> variables, bool withOthers)
    {
        this.model = model;
        this.withOthers = withOthers;
        Variables = variables;
        long rows = 1;
        foreach (GridVariable variable in variables)
        {
            rows *= variable.Labels.Length;
            if (rows > MostRows)
            {
                throw new InvalidOperationException($"The combinations of the levels of {string.Join(", ", variables.Where(v => v.Labels.Length > 1).Select(v => v.Name))} are more than {MostRows}: give the levels that you want of some of them (At).");
            }
        }

        RowCount = (int)rows;
    }

    /// <summary>The columns, in the order of the formula. The first varies fastest over the rows.</summary>
    public ImmutableArray<GridVariable> Variables { get; }

    /// <summary>The number of combinations.</summary>
    public int RowCount { get; }

    /// <summary>Makes the grid.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="at">Values given, by column.</param>
    /// <param name="withRandom">Whether the columns of random slopes are wanted too.</param>
    /// <exception cref="KeyNotFoundException">Values for a column that no predictor reads.</exception>
    /// <exception cref="ArgumentException">A value that the column cannot take.</exception>
    /// <exception cref="InvalidOperationException">A mean that the fit does not know, or too many combinations.</exception>
    /// <param name="withOthers">Whether the columns of the other linear predictors are wanted too.</param>
    public static ReferenceGrid Of(FittedModel model, ImmutableDictionary<string, ImmutableArray<string>> at, bool withRandom, bool withOthers = false)
    {
        ImmutableHashSet<string> offsets = OffsetsOf(model);
        ImmutableArray<ReferenceColumn> all = withOthers ? model.References : model.Basis.References;
        ReferenceColumn[] columns = [.. all.Where(c => withRandom || c.IsFixed || offsets.Contains(c.Name))];
        var lookup = new NameLookup("column among the predictors", [.. all.Select(c => c.Name)]);
        foreach (string name in at.Keys)
        {
            _ = lookup.IndexOf(name);
        }

        return new ReferenceGrid(model, [.. columns.Select(c => GridVariable.Of(c, at.TryGetValue(c.Name, out ImmutableArray<string> values) ? values : null))], withOthers);
    }

    /// <summary>The columns that offsets read.</summary>
    public ImmutableHashSet<string> OffsetColumns => OffsetsOf(model);

    /// <summary>The place of a variable.</summary>
    /// <exception cref="KeyNotFoundException">No predictor reads such a column.</exception>
    public int IndexOf(string name) => new NameLookup("factor or column in the fixed effects", [.. Variables.Select(v => v.Name)]).IndexOf(name);

    /// <summary>The place of a variable; −1 where there is none of this name.</summary>
    public int Find(string name)
    {
        for (int v = 0; v < Variables.Length; v++)
        {
            if (Variables[v].Name == name)
            {
                return v;
            }
        }

        return -1;
    }

    /// <summary>Which value a variable has in each row.</summary>
    public int[] Codes(int variable)
    {
        int stride = 1;
        for (int v = 0; v < variable; v++)
        {
            stride *= Variables[v].Labels.Length;
        }

        int count = Variables[variable].Labels.Length;
        return [.. Enumerable.Range(0, RowCount).Select(row => row / stride % count)];
    }

    /// <summary>The grid as rows for prediction, a numeric column moved by a step.</summary>
    /// <param name="moved">The column; null for none.</param>
    /// <param name="step">What is added to it.</param>
    public Table ToTable(string? moved = null, double step = 0) => new(Variables.Select((variable, v) => moved == variable.Name
        ? (variable with { Numbers = [.. variable.Numbers.Select(x => x + step)] }).ToColumn(Codes(v))
        : variable.ToColumn(Codes(v))));

    /// <summary>The design of the grid's rows.</summary>
    public PredictionMatrices Design(RandomPart random, Table? table = null) =>
        withOthers ? JointMeans.Design(model, table ?? ToTable(), random) : PredictionMatrices.Build(model.Matrices, model.Basis, table ?? ToTable(), model.Options, random, CancellationToken.None);

    private static ImmutableHashSet<string> OffsetsOf(FittedModel model) => [.. model.Matrices.Plan.Terms.Offsets.Concat(model.Options.Offsets).SelectMany(ReferencedNames.In)];
}
