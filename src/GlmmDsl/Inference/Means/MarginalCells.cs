using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Fits;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Inference.Means;

/// <summary>The cells of a request: how each averages over the rows of the reference grid, and its estimates.</summary>
internal sealed class MarginalCells
{
    /// <summary>The step of a numerical slope in standard deviations of the column.</summary>
    private const double SlopeStep = 1e-2;

    private readonly MarginalRequest request;
    private readonly FittedModel model;
    private readonly ReferenceGrid grid;
    private readonly double[][] weights;

    private MarginalCells(MarginalRequest asked)
    {
        request = asked;
        model = request.Method.Model;
        grid = ReferenceGrid.Of(
            model, request.At, withRandom: request.RandomEffects is RandomEffectsAre.Modes or RandomEffectsAre.Integrated, withOthers: JointMeans.AreNeeded(model) && (request.RandomEffects is not null || ReadsOthers(asked)));
        RequireDistinct(asked);
        double[]? counts = Counts();
        NestedFactors nesting = NestedFactors.Of(model, grid, counts);
        Nesting = nesting.Texts;
        request = WithGroups(asked, nesting);
        string[] names = [.. request.Of, .. request.By];
        int[] places = [.. names.Select(grid.IndexOf)];
        (int[] Levels, double[] Weights)[] cells = [.. new CellAverages(grid, nesting, request.Weighting).Of(places, counts ?? [.. Enumerable.Repeat(1.0, grid.RowCount)])];
        Cells = [.. cells.Select(c => new FactorCell([.. names], [.. c.Levels.Select((level, i) => grid.Variables[places[i]].Labels[level])]))];
        weights = [.. cells.Select(c => c.Weights)];
        AveragedOver = [.. grid.Variables.Where((v, i) => v.Labels.Length > 1 && !places.Contains(i)).Select(v => v.Name)];
        NumericLabels = [.. places.Where(p => grid.Variables[p].HasNumericLabels).Select(p => grid.Variables[p].Name)];
        NumericColumns = [.. places.Where(p => grid.Variables[p].Column.IsNumeric).Select(p => grid.Variables[p].Name)];
        IsInInteraction = FindInteraction([.. request.Of]);
        Estimates = request.SlopeOf is not null ? Slopes() : request.RandomEffects is { } how && !(model.IsLinear && how != RandomEffectsAre.Modes && request.Comparison == ComparisonKind.Difference)
            ? OfResponse(how)
            : Means();
        Scale = request.SlopeOf is not null ? EstimateScale.Identity with { Own = EstimateScale.OfLink(model).Own }
            : request.RandomEffects is not null ? EstimateScale.OfMeans(request.Comparison)
            : EstimateScale.OfLink(model);
    }

    /// <summary>What was asked for, a nested factor with what it is nested in.</summary>
    public MarginalRequest Request => request;

    /// <summary>The nesting found, as <c>state %in% region</c>.</summary>
    public ImmutableArray<string> Nesting { get; }

    /// <summary>The cells, the first factor varying fastest.</summary>
    public ImmutableArray<FactorCell> Cells { get; }

    /// <summary>Their estimates.</summary>
    public CellEstimates Estimates { get; }

    /// <summary>The scale of the estimates.</summary>
    public EstimateScale Scale { get; }

    /// <summary>The factors averaged over.</summary>
    public ImmutableArray<string> AveragedOver { get; }

    /// <summary>The factors whose levels are all numbers.</summary>
    public ImmutableArray<string> NumericLabels { get; }

    /// <summary>Those that are numeric columns of the data.</summary>
    public ImmutableArray<string> NumericColumns { get; }

    /// <summary>Whether a factor of the cells interacts with one averaged over, or with a numeric column at its mean.</summary>
    public bool IsInInteraction { get; }

    /// <summary>Carries out a request.</summary>
    /// <exception cref="KeyNotFoundException">A factor that no predictor reads.</exception>
    /// <exception cref="InvalidOperationException">What the fit does not know without rows.</exception>
    public static MarginalCells Of(MarginalRequest request) => new(request);

    /// <summary>Whether a request names a column that only another linear predictor reads: its means on the scale of the link are all alike, and those of the response differ.</summary>
    private bool ReadsOthers(MarginalRequest asked) => asked.Of.Concat(asked.By).Concat(asked.At.Keys).Any(n => model.Basis.References.All(r => r.Name != n) && model.References.Any(r => r.Name == n));

    /// <summary>How many rows of the data each row of the grid has; null where no weight and no nesting depends on it, or nobody knows.</summary>
    private double[]? Counts() => request.Weighting != Weighting.Equal || (model.Table is not null && grid.Variables.Count(v => v.Labels.Length > 1) > 1) ? new CellCounts(model, grid).Counts : null;

    private void RequireDistinct(MarginalRequest asked)
    {
        string[] names = [.. asked.Of, .. asked.By];
        if (names.Select(grid.IndexOf).Distinct().Count() < names.Length)
        {
            throw new ArgumentException($"A factor is named twice: {string.Join(", ", names)}.", nameof(asked));
        }
    }

    /// <summary>A nested factor brings what it is nested in: means of states are of states in their regions.</summary>
    private MarginalRequest WithGroups(MarginalRequest asked, NestedFactors nesting)
    {
        IEnumerable<string> Groups(IEnumerable<string> nested) => nested.SelectMany(n => nesting.GroupsOf(grid.IndexOf(n))).Select(v => grid.Variables[v].Name);
        string[] all = [.. asked.Of, .. asked.By];
        string[] nested = [.. all.Where(n => nesting.Nested.Contains(grid.IndexOf(n)))];
        if (nested.Length == 0)
        {
            return asked;
        }

        string[] by = [.. asked.By, .. Groups(asked.By).Except(asked.By)];
        return asked with { By = [.. by], Of = [.. nested.Union(Groups(nested)).Union(asked.Of).Except(by)] };
    }

    private CellEstimates OfResponse(RandomEffectsAre how)
    {
        PredictionMatrices design = Design(ResponseMeans.Needs(how));
        var estimability = new Estimability(model);
        for (int row = 0; row < design.RowCount && model.Solution.Aliased.Length > 0; row++)
        {
            if (!estimability.Has(Array.ConvertAll(design.FixedColumns, c => c[row])))
            {
                // Whatever averages over it has no estimate.
                foreach (double[] own in weights.Where(w => w[row] != 0))
                {
                    own[row] = double.NaN;
                }
            }
        }

        return new ResponseMeans(model, design).Of(weights, how, request.Comparison);
    }

    /// <summary>
    /// The design of the grid's rows, with the offset at its mean over the rows of the data, as emmeans takes it of an offset in lm and lme4 (the mean of <c>log(t)</c>, not the logarithm of the mean
    /// of t). Where the request gives a value to a column that the offset reads, or the fit has no rows, the offset is that of the columns' reference values.
    /// </summary>
    private PredictionMatrices Design(RandomPart random)
    {
        PredictionMatrices design = grid.Design(random);
        return design.Offset is null || model.MeanOffset is not { } mean || grid.OffsetColumns.Any(request.At.ContainsKey)
            ? design
            : design with { Offset = [.. Enumerable.Repeat(mean, design.RowCount)] };
    }

    private LinearCells Means()
    {
        PredictionMatrices design = Design(RandomPart.None);
        return new LinearCells(request.Method, Averages(design.FixedColumns), design.Offset is { } offset ? [.. weights.Select(w => VectorKernels.Dot(w, offset))] : null);
    }

    /// <summary>
    /// The derivatives of the design's rows in a column: symmetric differences at two steps, extrapolated, which are exact to rounding for polynomials up to the fourth degree.
    /// </summary>
    private LinearCells Slopes()
    {
        GridVariable variable = grid.Variables[grid.IndexOf(request.SlopeOf!)];
        if (!variable.Column.IsNumeric)
        {
            throw new ArgumentException($"'{variable.Name}' is a factor: it has means and no slope.", nameof(request));
        }

        double deviation = variable.Column.Deviation;
        double step = SlopeStep * (deviation > 0 ? deviation : Math.Max(1, Math.Abs(variable.Numbers[0])));
        double[][] wide = Differences(variable.Name, step), narrow = Differences(variable.Name, step / 2);
        return new LinearCells(request.Method, [.. narrow.Zip(wide, (n, w) => n.Zip(w, (a, b) => Rounded(((4 * a) - b) / 3, Math.Max(Math.Abs(a), Math.Abs(b)))).ToArray())], null);
    }

    // What rounding leaves of a column that does not move is no slope.
    private static double Rounded(double slope, double size) => Math.Abs(slope) <= 1e-12 * size ? 0 : slope;

    private double[][] Differences(string column, double step)
    {
        double[][] Rows(double by) => Averages(grid.Design(RandomPart.None, grid.ToTable(column, by)).FixedColumns);
        return [.. Rows(step).Zip(Rows(-step), (up, down) => up.Zip(down, (a, b) => (a - b) / (2 * step)).ToArray())];
    }

    private double[][] Averages(double[][] columns) => [.. weights.Select(w => Array.ConvertAll(columns, c => VectorKernels.Dot(w, c)))];

    /// <summary>Whether a term holds a factor of the cells together with something that is not in the cells.</summary>
    private bool FindInteraction(HashSet<string> of)
    {
        HashSet<string> fixedHere = [.. request.Of, .. request.By];
        return model.Matrices.Plan.Fixed.Any(term =>
        {
            HashSet<string> names = [.. term.Factors.SelectMany(f => ReferencedNames.In(f.Variable.Variable.Expression))];
            return term.Factors.Length > 1 && names.Overlaps(of) && !names.IsSubsetOf(fixedHere) && names.Any(n => n != request.SlopeOf && !fixedHere.Contains(n));
        });
    }
}
