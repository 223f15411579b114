using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Columns;

namespace GlmmDsl.Inference.CrossValidation;

/// <summary>Fits the model without each fold and scores its predictions of the fold.</summary>
internal sealed class CrossValidator
{
    private const double Tolerance = 1e-7;

    private readonly FittedModel model;
    private readonly RowScorer scorer;
    private readonly JointFolds? joint;

    private CrossValidator(FittedModel model)
    {
        this.model = model;
        scorer = new RowScorer(model);
        joint = !model.IsLinear && !model.Family.HasThresholds && (!model.Solution.Others.IsEmpty || !model.Family.HasMeansOfLink) ? new JointFolds(model) : null;
    }

    /// <summary>Cross-validates.</summary>
    /// <exception cref="KeyNotFoundException">No such grouping factor.</exception>
    /// <exception cref="ArgumentException">More folds than rows or levels.</exception>
    public static CrossValidationResult Of(FittedModel model, Folds folds, int seed, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        model.RequireRows("cross-validation");
        (int[] foldOf, string[] names) = Divide(model, folds, seed);
        var validator = new CrossValidator(model);
        var scores = new List<FoldScores>();
        var all = new List<RowScore>();
        int failed = 0, unpredicted = 0;
        for (int fold = 0; fold < names.Length; fold++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] rows = [.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] == fold)];
            int[] others = [.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] != fold)];
            List<RowScore> own = validator.Fold(rows, others, cancellationToken) is { } scored ? scored : [];
            failed += own.Count == 0 ? 1 : 0;
            unpredicted += rows.Length - own.Count;
            scores.Add(RowScore.Mean(names[fold], own));
            all.AddRange(own);
            progress?.Report((fold + 1.0) / names.Length);
        }

        return new CrossValidationResult(folds, [.. scores], RowScore.Mean("all", all), [.. foldOf], failed, unpredicted);
    }

    /// <summary>The fold of each row, and the folds' names.</summary>
    private static (int[] FoldOf, string[] Names) Divide(FittedModel model, Folds folds, int seed)
    {
        if (folds.Group is null)
        {
            return (Assign(model.RowCount, folds.Count!.Value, seed, "rows"), Numbers(folds.Count.Value));
        }

        GroupingFactor[] groups = [.. model.Groups];
        GroupingFactor group = groups[new NameLookup("grouping factor", [.. groups.Select(g => g.Name)]).IndexOf(folds.Group)];
        if (folds.Count is not int count)
        {
            return ([.. group.Codes], [.. group.Levels]);
        }

        int[] foldOfLevel = Assign(group.Levels.Length, count, seed, $"levels of {group.Name}");
        return (Array.ConvertAll(group.Codes, code => foldOfLevel[code]), Numbers(count));
    }

    private static string[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(i => FormattableString.Invariant($"{i}"))];

    /// <summary>Things in random order, dealt to the folds in turn.</summary>
    private static int[] Assign(int things, int count, int seed, string what)
    {
        if (count > things)
        {
            throw new ArgumentException(FormattableString.Invariant($"{count} folds cannot be made of {things} {what}: ask for {things} at most."), nameof(count));
        }

        int[] order = [.. Enumerable.Range(0, things).OrderBy(i => KeyedUniform.At(seed, i)).ThenBy(i => i)];
        var fold = new int[things];
        for (int i = 0; i < things; i++)
        {
            fold[order[i]] = i % count;
        }

        return fold;
    }

    /// <summary>The scores of the rows that could be predicted; null where the other rows determine no model.</summary>
    private List<RowScore>? Fold(int[] rows, int[] others, CancellationToken cancellationToken)
    {
        IModelSolution solution;
        EffectsCovariance effects;
        try
        {
            solution = model.Solution.FitRows(others, cancellationToken);
            effects = joint is null ? solution.EffectsCovariance(cancellationToken) : solution.StackedEffects(cancellationToken);
        }
        catch (Exception none) when (none is MixedModelException or InvalidOperationException)
        {
            return null;
        }

        var scores = new List<RowScore>();
        foreach (int row in rows)
        {
            if (joint is not null)
            {
                if (joint.Of(solution, effects, row) is { } score)
                {
                    scores.Add(score);
                }
            }
            else if (solution.Aliased.All(a => IsCombination(a, model.Matrices.FixedColumns, row)))
            {
                (double eta, EffectsContrast contrast) = Predict(solution, row);
                if (solution.Thresholds is { } thresholds)
                {
                    scores.Add(CategoryScorer.Of(solution.Family, (int)model.Response.Totals[row], CategoryScorer.Distances(thresholds, eta, contrast, effects, cancellationToken)));
                    continue;
                }

                PreparedContrast prepared = effects.Prepare(contrast);
                scores.Add(scorer.Of(row, eta, Math.Max(effects.Of(prepared, prepared, cancellationToken), 0), solution.Dispersion));
            }
        }

        return scores;
    }

    /// <summary>Whether a column that the other rows could not tell from the rest is in this row what it is in those: else its coefficient is needed.</summary>
    /// <param name="aliased">The column.</param>
    /// <param name="columns">All columns.</param>
    /// <param name="row">The row.</param>
    public static bool IsCombination(AliasedColumn aliased, double[][] columns, int row)
    {
        double value = columns[aliased.Column][row], size = Math.Abs(value), sum = 0;
        if (aliased.Weights.Length != aliased.With.Length)
        {
            return false;
        }

        for (int k = 0; k < aliased.With.Length; k++)
        {
            double part = aliased.Weights[k] * columns[aliased.With[k]][row];
            sum += part;
            size += Math.Abs(part);
        }

        return Math.Abs(value - sum) <= Tolerance * size;
    }

    private (double Eta, EffectsContrast Contrast) Predict(IModelSolution solution, int row)
    {
        ModelMatrices matrices = model.Matrices;
        double[] x = [.. solution.Kept.Select(k => matrices.FixedColumns[k][row])];
        double eta = matrices.Offset?[row] ?? 0;
        for (int k = 0; k < x.Length; k++)
        {
            eta += x[k] * solution.Beta[k];
        }

        var random = new List<(int Term, int Level, int Column, double Weight)>();
        for (int t = 0; t < matrices.Random.Length; t++)
        {
            RandomEffectsTerm term = matrices.Random[t];
            int level = term.Group.Codes[row];
            for (int c = 0; c < term.Width; c++)
            {
                double z = term.Columns[c]?[row] ?? 1;

                // A level without rows has modes of 0 and the variance of its effects.
                eta += z * solution.ConditionalModes[t][level, c];
                random.Add((t, level, c, z));
            }
        }

        return (eta, new EffectsContrast(x, random));
    }
}
