using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Inference.Means;

namespace GlmmDsl.Inference.Averages;

/// <summary>Averages of predictions, comparisons and slopes over the rows of a fit, by the delta method.</summary>
internal sealed class ObservedAverages
{
    /// <summary>The step of a numerical slope in standard deviations of the column.</summary>
    private const double SlopeStep = 1e-2;

    private readonly ObservedRows rows;
    private readonly AverageMeans averages;
    private readonly RandomEffectsAre how;
    private readonly bool holdsVariances;
    private readonly ImmutableArray<FactorCell> groups;
    private readonly double[][] weights;

    /// <summary>Groups the rows.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="by">Factors by whose levels the rows are averaged; null for all rows.</param>
    /// <param name="how">Where the random effects are.</param>
    /// <exception cref="InvalidOperationException">A fit without rows, or separated outcomes.</exception>
    public ObservedAverages(FittedModel model, string? by, RandomEffectsAre how)
    {
        if (!model.Family.HasThresholds)
        {
            ResponseMeans.RefuseSeparated(model);
        }

        rows = new ObservedRows(model);
        averages = new AverageMeans(model, how);
        this.how = how;
        holdsVariances = ResponseMeans.HoldsVariances(model, how);
        ImmutableArray<string> factors = by is null ? [] : MarginalRequest.Factors(by, model.References.Select(c => c.Name));
        string[][] levels = [.. factors.Select(rows.Levels)];
        double[] all = rows.Weights;
        ImmutableArray<string>[] orders = [.. factors.Select((f, i) => rows.Column(f) is { IsNumeric: false } c ? c.Levels : [.. levels[i].Distinct()])];
        (groups, weights) = Group(factors, levels, orders, all);
        if (model.Family.HasThresholds)
        {
            // Each group has an average for every category.
            string response = model.Matrices.Plan.Response!.Name;
            groups = [.. groups.SelectMany(g => model.Matrices.Categories.Select(c => new FactorCell([response, .. g.Factors], [c, .. g.Levels])))];
        }
    }

    /// <summary>The averages of the predicted means.</summary>
    public AverageEstimates Predictions() => Results("prediction", averages.Of(rows.Design(averages.Needs), weights), ComparisonKind.Difference, isComparison: false);

    /// <summary>Each level of a factor compared with the first, or a numeric column one unit higher with the rows as they are.</summary>
    public AverageEstimates Comparison(string column, ComparisonKind kind)
    {
        ReferenceColumn known = rows.Column(column);
        if (known.IsNumeric)
        {
            GradedMean[] here = averages.Of(rows.Design(averages.Needs), weights);
            return Results(column + " + 1", Compare(averages.Of(rows.DesignMoved(column, 1, averages.Needs), weights), here, kind), kind, isComparison: true);
        }

        GradedMean[] first = averages.Of(rows.DesignAt(column, known.Levels[0], averages.Needs), weights);
        IEnumerable<AverageEstimate> all = known.Levels.Skip(1).SelectMany(level => Results(
            $"{level} {(kind == ComparisonKind.Difference ? '-' : '/')} {known.Levels[0]}",
            Compare(averages.Of(rows.DesignAt(column, level, averages.Needs), weights), first, kind),
            kind,
            isComparison: true));
        return new AverageEstimates([.. all], how, holdsVariances);
    }

    /// <summary>The averages of the slopes of the mean in a numeric column: symmetric differences at two steps, extrapolated.</summary>
    /// <exception cref="ArgumentException">The column is a factor.</exception>
    public AverageEstimates Slope(string column)
    {
        ReferenceColumn known = rows.Column(column);
        if (!known.IsNumeric)
        {
            throw new ArgumentException($"'{column}' is a factor: it has no slope. Compare its levels (AverageComparison).", nameof(column));
        }

        double step = SlopeStep * (known.Deviation > 0 ? known.Deviation : 1);
        GradedMean[] wide = Differences(column, step), narrow = Differences(column, step / 2);
        return Results(column, [.. narrow.Zip(wide, (n, w) => GradedMean.Sum(((4 * n.Value) - w.Value) / 3, 4.0 / 3, n, -1.0 / 3, w))], ComparisonKind.Difference, isComparison: true);
    }

    private static GradedMean[] Compare(GradedMean[] upper, GradedMean[] lower, ComparisonKind kind) => [.. upper.Zip(lower, (u, l) =>
    {
        (double first, double a) = ResponseMeans.Hold(u.Value, 1, kind);
        (double second, double b) = ResponseMeans.Hold(l.Value, 1, kind);
        return GradedMean.Sum(first - second, a, u, -b, l);
    })];

    private static (ImmutableArray<FactorCell> Groups, double[][] Weights) Group(ImmutableArray<string> factors, string[][] levels, ImmutableArray<string>[] orders, double[] all)
    {
        var byKey = new Dictionary<string, (int[] Places, List<int> Rows)>(StringComparer.Ordinal);
        for (int i = 0; i < all.Length; i++)
        {
            int[] places = [.. levels.Select((l, f) => orders[f].IndexOf(l[i]))];
            string key = string.Join(',', places);
            if (!byKey.TryGetValue(key, out (int[] Places, List<int> Rows) own))
            {
                own = (places, []);
                byKey.Add(key, own);
            }

            own.Rows.Add(i);
        }

        // The first factor varies fastest.
        IEnumerable<(int[] Places, List<int> Rows)> ordered = byKey.Values;
        for (int f = 0; f < factors.Length; f++)
        {
            int at = f;
            ordered = ordered.OrderBy(g => g.Places[at]);
        }

        (int[] Places, List<int> Rows)[] found = [.. ordered];
        return ([.. found.Select(g => new FactorCell(factors, [.. g.Places.Select((p, f) => orders[f][p])]))], [.. found.Select(g =>
        {
            var weights = new double[all.Length];
            double total = g.Rows.Sum(i => all[i]);
            foreach (int i in g.Rows)
            {
                weights[i] = all[i] / total;
            }

            return weights;
        })]);
    }

    private GradedMean[] Differences(string column, double step)
    {
        GradedMean[] up = averages.Of(rows.DesignMoved(column, step, averages.Needs), weights);
        GradedMean[] down = averages.Of(rows.DesignMoved(column, -step, averages.Needs), weights);
        double factor = 0.5 / step;
        return [.. up.Zip(down, (u, d) => GradedMean.Sum((u.Value - d.Value) * factor, factor, u, -factor, d))];
    }

    private AverageEstimates Results(string name, GradedMean[] means, ComparisonKind kind, bool isComparison)
    {
        EstimateScale scale = !isComparison || kind == ComparisonKind.Difference ? EstimateScale.Identity : kind == ComparisonKind.Ratio ? EstimateScale.Ratios : EstimateScale.OddsRatios;
        double[] variances = averages.Variances(means);
        return new AverageEstimates([.. means.Select((m, i) => new AverageEstimate(name, groups[i], m.Value, Math.Sqrt(Math.Max(0, variances[i])), scale))], how, holdsVariances);
    }
}
