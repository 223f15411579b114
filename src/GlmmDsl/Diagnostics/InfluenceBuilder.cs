using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference;

namespace GlmmDsl.Diagnostics;

/// <summary>Computes the influence of rows and of groups of rows.</summary>
internal sealed class InfluenceBuilder
{
    private const int RowsBetweenChecks = 256;

    private readonly FittedModel model;
    private readonly WorkingRows rows;
    private readonly EffectsCovariance covariance;
    private readonly Deletion deletion;
    private readonly ImmutableArray<string> names;
    private readonly CancellationToken cancellationToken;

    private InfluenceBuilder(FittedModel model, CancellationToken cancellationToken)
    {
        this.model = model;
        this.cancellationToken = cancellationToken;
        if (model.Solution.Thresholds is null)
        {
            OnePredictor.Require(model.Solution);
        }

        rows = new WorkingRows(model);
        covariance = model.Effects(cancellationToken);
        deletion = new Deletion(model, covariance);
        names = [.. model.Solution.Kept.Select(k => model.Matrices.FixedNames[k])];
    }

    /// <summary>Computes it.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="refit">Whether the covariance parameters are estimated again without each level.</param>
    /// <param name="progress">Told the share of levels done by a refit.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">A fit without rows, of separated outcomes, or with rows of negative information.</exception>
    public static Influence Of(FittedModel model, bool refit, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var builder = new InfluenceBuilder(model, cancellationToken);
        GroupingFactor[] groups = [.. model.Groups];
        var byGroup = new List<GroupInfluence>();
        for (int g = 0; g < groups.Length; g++)
        {
            int done = g;
            byGroup.Add(refit
                ? LevelRefits.Of(model, groups[g], builder.deletion, share => progress?.Report((done + share) / groups.Length), cancellationToken)
                : builder.Group(groups[g]));
        }

        var results = new NamedResults<GroupInfluence>(
            "grouping factor", byGroup.Select(g => KeyValuePair.Create(g.Group, g)), all => string.Join("\n", all));
        (double[] hat, double[] distances, ImmutableArray<double>[] dfBetas) = builder.Rows();
        double[] cooks = model.Solution.Thresholds is null ? builder.Cooks(hat) : distances;
        return new Influence(
            builder.names, [.. hat], [.. cooks], [.. dfBetas], [.. model.Matrices.SourceRows], results, refit);
    }

    private (double[] Hat, double[] Distances, ImmutableArray<double>[] DfBetas) Rows()
    {
        int n = rows.Count;
        int p = names.Length;
        double[] hat = new double[n], distances = new double[n];
        var dfBetas = new ImmutableArray<double>[n];
        double[] change = new double[p], own = new double[p];
        for (int i = 0; i < n; i++)
        {
            if (i % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            (PreparedContrast Row, double Residual)[] row = [.. rows.Of(i).Select(r => (covariance.Prepare(r.Contrast), r.Residual))];
            hat[i] = row.Sum(r => covariance.Of(r.Row, r.Row, cancellationToken)) / covariance.Dispersion;
            deletion.Of(row, model.Frequencies?[i] ?? 1, change, own, cancellationToken);
            distances[i] = deletion.Distance(change);
            dfBetas[i] = [.. own];
        }

        return (hat, distances, dfBetas);
    }

    private double[] Cooks(double[] hat)
    {
        double[] pearson = model.Residuals(ResidualKind.Pearson);
        return [.. hat.Select((h, i) =>
        {
            double residual = pearson[i] / (1 - h);
            double distance = residual * residual * h / (names.Length * covariance.Dispersion);
            return double.IsFinite(distance) ? distance : double.NaN;
        })];
    }

    private GroupInfluence Group(GroupingFactor group)
    {
        var members = new List<int>[group.Levels.Length];
        for (int i = 0; i < group.Codes.Length; i++)
        {
            (members[group.Codes[i]] ??= []).Add(i);
        }

        var levels = new LevelInfluence[members.Length];
        for (int level = 0; level < levels.Length; level++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            levels[level] = Level(group.Levels[level], members[level]);
        }

        return new GroupInfluence(group.Name, names, [.. levels]);
    }

    private LevelInfluence Level(string name, List<int> members)
    {
        (EffectsContrast, double)[] all = [.. members.SelectMany(rows.Of)];
        (PreparedContrast, double)[] few = Array.ConvertAll(RowCompression.Of(all), row => (covariance.Prepare(row.Contrast), row.Residual));
        double[] change = new double[names.Length], dfBetas = new double[names.Length];
        deletion.Of(few, members.Sum(i => model.Frequencies?[i] ?? 1), change, dfBetas, cancellationToken);
        return new LevelInfluence(
            name, members.Count, deletion.Distance(change), [.. change.Select((c, k) => model.Solution.Beta[k] - c)], [.. dfBetas]);
    }
}
