using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Design.Products;
using GlmmDsl.Design.Products.Files;
using GlmmDsl.Families;
using GlmmDsl.Families.Custom;
using GlmmDsl.Fitting.Generalized.Separation;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Formulas;
using static GlmmDsl.Fitting.Saving.FitFileParts;

namespace GlmmDsl.Fitting.Saving;

/// <summary>
/// Reads a fit. A file of any content is safe to read: its length is bounded before it is parsed, memory is taken as bytes arrive, its checksum is compared
/// before anything is made of it, and all sizes must agree.
/// </summary>
internal static class FitFileReader
{
    /// <summary>Reads a fit.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="functions">The functions that its formula calls.</param>
    /// <param name="own">The family of the program's own that it was fitted with; null for one of the library's.</param>
    /// <exception cref="InvalidDataException">No fit, another version of the format, or damaged.</exception>
    /// <exception cref="ArgumentException">The formula calls functions that were not given, or the family is one that was not.</exception>
    public static (DesignResult Design, DesignOptions Options, IModelSolution Solution) Read(
        Stream stream, ImmutableDictionary<(string Name, int Arity), Func<double[], double>> functions, ResponseFamily? own)
    {
        FitFile file = FitFile.Frame.Read(stream);
        foreach (FunctionEntry function in file.Functions)
        {
            if (!functions.ContainsKey((function.Name, function.Arguments)))
            {
                throw new ArgumentException(
                    $"The fit's formula calls {function.Name}, a function of yours, which a file cannot hold: give it when you load the fit.", nameof(functions));
            }
        }

        if (file.OwnFamily != own?.Name)
        {
            throw new ArgumentException(
                file.OwnFamily is null ? $"The fit's family is one of the library's: leave the family '{own!.Name}' out."
                : own is null ? $"The fit's family is '{file.OwnFamily}', one of yours, which a file cannot hold: give it when you load the fit."
                : $"The fit's family is '{file.OwnFamily}', and the one given is '{own.Name}'.",
                nameof(own));
        }

        try
        {
            return Fit(file, functions, own);
        }
        catch (Exception e) when (e is FormulaException or ModelDataException or OverflowException or ArgumentException or IndexOutOfRangeException or KeyNotFoundException or InvalidOperationException)
        {
            throw Damaged("its parts do not go together", e);
        }
    }

    private static (DesignResult Design, DesignOptions Options, IModelSolution Solution) Fit(
        FitFile file, ImmutableDictionary<(string Name, int Arity), Func<double[], double>> functions, ResponseFamily? own)
    {
        ProductSchema schema = SavedDesigns.Schema(file.Formula, file.Columns, file.Functions, file.Weights);
        FamilyDefinition family = own is null ? ResponseFamilies.Of(file.Family) : new CustomFamily(own);
        family.RequireLink(file.Link);
        TrainingBasis basis = SavedDesigns.Basis(file.Basis, schema);
        SavedPredictors others = SavedPredictors.Of(file, family, Matrices(file, schema.Plan, basis));
        ModelMatrices matrices = others.Model;
        var options = new DesignOptions
        {
            Response = family.ResponseForm, FamilyWords = family.Words, Weights = file.Weights, WeightKind = file.WeightKind, Functions = functions,
        };
        var products = file.Products is { } entry ? Products(entry, matrices, Thresholds(file, family) is { } thresholds ? OrdinalEquations.ColumnCount(file.Estimates.Kept.Length, thresholds.Places()) : matrices.FixedNames.Length) : ((ImmutableArray<GroupColumns>, CrossProductBlocks)?)null;
        SavedSolution saved = Solution(file, others, family, products);
        ImmutableArray<Notice> notices = [.. file.Notices.Select(n => new Notice(n.Id, n.Text, [.. n.Subjects], n.Count))];
        return (new DesignResult(matrices, basis, notices), options, (IModelSolution?)Linear(saved) ?? saved);
    }

    private static ModelMatrices Matrices(FitFile file, DesignPlan plan, TrainingBasis basis)
    {
        RowsEntry rows = file.Rows;
        Require(rows is { RowCount: > 0, Observations: > 0, Fingerprint.Length: 2 }, "what it says of its rows is cut off");
        ModelMatrices matrices = SavedDesigns.Matrices(plan, basis, rows.FixedNames, file.Random, rows.RowCount);
        Require(rows.RandomMeanProducts is null || rows.RandomMeanProducts.Length == matrices.Random.Length, "moments of a term are missing");
        return matrices with
        {
            Fingerprint = new RowFingerprint(rows.Fingerprint[0], rows.Fingerprint[1]),
            ColumnProducts = rows is { FixedCovariance: { } covariance, RandomMeanProducts: { } means }
                ? new ColumnProducts(Square(covariance, rows.FixedNames.Length), [.. means.Select((m, t) => Square(m, matrices.Random[t].Width))])
                : null,
            Totals = new RowTotals(rows.Observations, rows.ResidualSumOfSquares, rows.PearsonChiSquare, rows.NullCounts is { } counts ? new NullCounts(counts.Mean, counts.AtIntercept) : null),
            Categories = [.. file.Thresholds?.Categories ?? []],
        };
    }

    private static LevelEffects? Effects(FitFile file, SavedPredictors others, ImmutableArray<RandomEffectsTerm> random, int parameters)
    {
        if (file.Effects is not { } effects || file.Estimates.StackedCovariance is not { } stacked)
        {
            return null;
        }

        int count = file.Estimates.Beta.Length + others.Found.Sum(o => o.Beta.Length) + parameters, width = random.Sum(t => t.Width);
        Require(random.Select(t => t.Group.Name).Distinct(StringComparer.Ordinal).Count() == 1, "the errors of random effects in it are not those of its grouping factor");
        long size = (long)random[0].Group.Levels.Length * width;
        Require(
            random.All(t => t.Group.Levels.Length == random[0].Group.Levels.Length) && effects.Blocks.Length == size * width && effects.Slopes.Length == count && effects.Slopes.All(s => s.Length == size),
            "the errors of random effects in it are not those of its levels");
        return new LevelEffects([.. random.Select(t => t.Width)], effects.Blocks, effects.Slopes, Square(stacked, count));
    }

    private static SavedSolution Solution(
        FitFile file, SavedPredictors others, FamilyDefinition family, (ImmutableArray<GroupColumns> Groups, CrossProductBlocks Products)? products)
    {
        EstimatesEntry e = file.Estimates;
        ModelMatrices matrices = others.Model;
        ImmutableArray<RandomEffectsTerm> random = others.Random;
        ThresholdSolution? thresholds = Thresholds(file, family);
        int p = e.Beta.Length;
        int parameters = Covariance.CovarianceStructures.Of(random).Sum(s => s.Count);
        Require(e.Theta.Length == parameters && e.ShownTheta.Length == parameters, "its covariance parameters are not those of its formula");
        Require(e.Kept.Length == p && Ascending(e.Kept, matrices.FixedNames.Length), "its coefficients are not those of its columns");
        Require(e.ConditionalModes.Length == random.Length && e.ConditionalCovariances.Length == random.Length, "modes of a term are missing");
        Require(AreDropped(e.Aliased, matrices.FixedNames.Length), "a dropped column in it does not exist");
        Require(e.Vanished.Concat(e.Unidentified).All(v => v.Term >= 0 && v.Term < random.Length && v.Column >= -1 && v.Column < random[v.Term].Width), "a random effect in it does not exist");
        return new SavedSolution
        {
            Matrices = matrices,
            Family = thresholds is null ? RowFamily.OfConstants(family, others.Found) : family.WithThresholds([.. thresholds.Estimates], file.Link),
            Others = others.Found,
            Thresholds = thresholds,
            Link = file.Link,
            Method = new MethodDescription(e.MethodTitle, e.MethodLabel),
            Integration = e.Integration is { } how
                ? new GeneralizedOptions
                {
                    Approximation = how.Approximation, Nodes = how.Nodes, Information = how.Information,
                    CoefficientPrior = how.PriorDeviation is { } deviation ? new NormalPrior(deviation) : null,
                }
                : null,
            ProfilesCoefficients = e.ProfilesCoefficients,
            IsReml = e.IsReml,
            Criterion = e.Criterion,
            Theta = e.Theta,
            ShownTheta = e.ShownTheta,
            Sigma = e.Sigma,
            DispersionCount = e.DispersionCount,
            Kept = [.. e.Kept],
            Aliased = Aliased(e.Aliased),
            Beta = e.Beta,
            Covariance = Square(e.Covariance, p),
            ConditionalCovariance = Square(e.ConditionalCovariance, p),
            JointCovariance = e.JointCovariance is { } joint ? Square(joint, p + parameters) : null,
            StackedCovariance = e.StackedCovariance is { } stacked ? Square(stacked, p + others.Found.Sum(o => o.Beta.Length) + parameters) : others.Found.IsEmpty && e.JointCovariance is { } own ? Square(own, p + parameters) : null,
            Limit = e.Limit is { } limit ? Limit(limit, p) : null,
            ConditionalModes = [.. e.ConditionalModes.Select((m, t) => Matrix(m, random[t].Group.Levels.Length, random[t].Width))],
            ConditionalCovariances = [.. e.ConditionalCovariances.Select((m, t) =>
                Matrix(m, random[t].Group.Levels.Length, random[t].Width * random[t].Width))],
            ResidualSquares = e.ResidualSquares,
            Evaluations = e.Evaluations,
            Gradients = e.Gradients,
            GradientMaxAbs = e.GradientMaxAbs,
            Verdict = e.Verdict,
            VerdictReason = e.VerdictReason,
            Vanished = [.. e.Vanished.Select(v => (v.Term, v.Column))],
            Unidentified = [.. e.Unidentified.Select(v => (v.Term, v.Column))],
            Products = products,
            ByLevel = Effects(file, others, random, parameters),
        };
    }

    private static ThresholdSolution? Thresholds(FitFile file, FamilyDefinition family)
    {
        Require(file.Thresholds is null != family.HasThresholds, "thresholds belong to ordinal models, and to each of them");
        if (file.Thresholds is not { } entry)
        {
            return null;
        }

        int count = entry.Estimates.Length;
        Require(count > 0 && entry.Categories.Length == count + 1, "its thresholds are not those between its categories");
        Require(!entry.Estimates.Any(double.IsNaN) && entry.Estimates.Zip(entry.Estimates.Skip(1)).All(t => t.First <= t.Second), "its thresholds do not ascend");
        int known = file.Estimates.Beta.Length + count;
        return new ThresholdSolution(ThresholdSolution.NamesOf(entry.Categories), entry.Estimates, Square(entry.Joint, known))
        {
            WithTheta = entry.WithTheta is { } whole ? Square(whole, known + file.Estimates.Theta.Length) : null,
        };
    }

    private static SeparationLimit Limit(LimitEntry entry, int p)
    {
        Require(
            entry.NullSpace.Append(entry.Direction).Append(entry.Finite).Append(entry.Sizes).All(v => v.Length == p) && entry.Generators.All(g => g.Length == entry.NullSpace.Length),
            "the limit of separated outcomes is not of its coefficients");
        return new SeparationLimit(entry.Direction, entry.NullSpace, [], entry.Finite, entry.Sizes, entry.Generators);
    }

    /// <summary>A linear solution with its cross-products, which all methods of linear models work on; null where these give other columns than the rows did.</summary>
    private static LinearMixedSolution? Linear(SavedSolution saved)
    {
        if (!saved.IsLinear || saved.Products is not var (groups, products))
        {
            return null;
        }

        var problem = new LinearProblem(saved.Matrices, groups, products);
        if (!problem.Rank.Kept.SequenceEqual(saved.Kept))
        {
            return null;
        }

        return problem.At(saved.Theta, saved.IsReml) with
        {
            Criterion = saved.Criterion,
            Theta = saved.Theta,
            Sigma = saved.Sigma,
            Aliased = saved.Aliased,
            Beta = saved.Beta,
            Covariance = saved.Covariance,
            ConditionalModes = saved.ConditionalModes,
            LazyConditionalCovariances = new Lazy<double[][,]>(saved.ConditionalCovariances),
            ResidualSquares = saved.ResidualSquares ?? double.NaN,
            Evaluations = saved.Evaluations,
            Gradients = saved.Gradients,
            Gradient = [saved.GradientMaxAbs],
            Verdict = saved.Verdict,
            VerdictReason = saved.VerdictReason,
            Vanished = saved.Vanished,
        };
    }

    private static (ImmutableArray<GroupColumns>, CrossProductBlocks) Products(ProductsEntry entry, ModelMatrices matrices, int columns)
    {
        int count = entry.LevelCounts.Length;
        long width = columns + 2L;
        Require(
            entry.Widths.Length == count && entry.GroupOrigins.Length == count && entry.Terms.Length == count && entry.ColumnOf.Length == count
            && entry.Blocks.Diagonal.Length == count && entry.Blocks.WithFixed.Length == count && entry.Blocks.Pairs.Length == count * (count - 1) / 2,
            "a group lacks its cross-products");
        ProductBlocksCheck.Check(entry.FixedOrigins, width - 1);
        ProductBlocksCheck.Check(entry.Blocks.Fixed, width * width);
        Require(entry.Terms.SelectMany(t => t).Order().SequenceEqual(Enumerable.Range(0, matrices.Random.Length)), "a term has no cross-products");
        Require(entry.RowCount > 0 && !double.IsNaN(entry.SumLogWeights), "it has no rows");
        var groups = new GroupColumns[count];
        for (int f = 0; f < count; f++)
        {
            (long levels, long k) = (entry.LevelCounts[f], entry.Widths[f]);
            Require(levels > 0 && k is > 0 and <= 1 << 15 && entry.Terms[f].Length > 0 && entry.ColumnOf[f].Length == entry.Terms[f].Length, "a group lacks its cross-products");
            GroupingFactor group = matrices.Random[entry.Terms[f][0]].Group;
            Require(group.Levels.Length == levels && entry.Terms[f].All(t => ReferenceEquals(matrices.Random[t].Group, group)), "cross-products are not of the levels of their group");
            Require(entry.Terms[f].Zip(entry.ColumnOf[f]).All(t => t.Second.Length == matrices.Random[t.First].Width && t.Second.All(c => c >= 0 && c < k)), "cross-products lack a column");
            ProductBlocksCheck.Check(entry.GroupOrigins[f], k - 1);
            ProductBlocksCheck.Check(entry.Blocks.Diagonal[f], levels * k * k);
            ProductBlocksCheck.Check(entry.Blocks.WithFixed[f], levels * k * width);
            groups[f] = new GroupColumns(group, [.. Enumerable.Range(1, (int)k - 1).Select(_ => Array.Empty<double>())], [.. entry.Terms[f]], [.. entry.ColumnOf[f].Select(c => c.ToImmutableArray())]);
        }

        var blocks = new CrossProductBlocks([.. entry.LevelCounts], [.. entry.Widths], new Origins(entry.FixedOrigins, [.. entry.GroupOrigins]))
        {
            RowCount = entry.RowCount,
            SumLogWeights = entry.SumLogWeights,
        };
        entry.Blocks.Fixed.CopyTo(blocks.FixedBlock, 0);
        int pair = 0;
        for (int f = 0; f < count; f++)
        {
            entry.Blocks.Diagonal[f].CopyTo(blocks.Diagonal[f], 0);
            entry.Blocks.WithFixed[f].CopyTo(blocks.WithFixed[f], 0);
            for (int g = f + 1; g < count; g++)
            {
                blocks.Pairs[f, g] = ProductBlocksCheck.Pair(entry.Blocks.Pairs[pair++], entry.LevelCounts[f], entry.LevelCounts[g], (long)entry.Widths[f] * entry.Widths[g]);
            }
        }

        return ([.. groups], blocks);
    }
}
