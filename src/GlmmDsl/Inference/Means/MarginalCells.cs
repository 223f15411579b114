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

    private MarginalCells(MarginalRequest request)
    {
        this.request = request;
        model = request.Method.Model;
        grid = ReferenceGrid.Of(model, request.At, withRandom: request.RandomEffects is RandomEffectsAre.Modes or RandomEffectsAre.Integrated);
        string[] names = [.. request.Of, .. request.By];
        int[] places = [.. names.Select(grid.IndexOf)];
        if (places.Distinct().Count() < places.Length)
        {
            throw new ArgumentException($"A factor is named twice: {string.Join(", ", names)}.", nameof(request));
        }

        (Cells, weights) = Average(places, [.. names]);
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

    private (ImmutableArray<FactorCell> Cells, double[][] Weights) Average(int[] places, ImmutableArray<string> names)
    {
        int count = 1;
        foreach (int place in places)
        {
            count *= grid.Variables[place].Labels.Length;
        }

        var cellOfRow = new int[grid.RowCount];
        int stride = 1;
        foreach (int place in places)
        {
            int[] codes = grid.Codes(place);
            for (int row = 0; row < codes.Length; row++)
            {
                cellOfRow[row] += stride * codes[row];
            }

            stride *= grid.Variables[place].Labels.Length;
        }

        var all = new double[count][];
        for (int cell = 0; cell < count; cell++)
        {
            all[cell] = new double[grid.RowCount];
        }

        double[] rowWeights = request.Weighting == Weighting.Equal ? [.. Enumerable.Repeat(1.0, grid.RowCount)] : new CellCounts(model, grid).Weights(request.Weighting, places);
        for (int row = 0; row < grid.RowCount; row++)
        {
            all[cellOfRow[row]][row] = rowWeights[row];
        }

        foreach (double[] row in all)
        {
            double total = row.Sum();
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = total > 0 ? row[i] / total : double.NaN;
            }
        }

        var cells = ImmutableArray.CreateBuilder<FactorCell>(count);
        for (int cell = 0; cell < count; cell++)
        {
            int left = cell;
            var levels = ImmutableArray.CreateBuilder<string>(places.Length);
            foreach (int place in places)
            {
                ImmutableArray<string> labels = grid.Variables[place].Labels;
                levels.Add(labels[left % labels.Length]);
                left /= labels.Length;
            }

            cells.Add(new FactorCell(names, levels.ToImmutable()));
        }

        return (cells.ToImmutable(), all);
    }

    private CellEstimates OfResponse(RandomEffectsAre how)
    {
        PredictionMatrices design = grid.Design(ResponseMeans.Needs(how));
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

    private LinearCells Means()
    {
        PredictionMatrices design = grid.Design(RandomPart.None);
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
