using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Design.Products;
using GlmmDsl.Design.Products.Files;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Families;
using GlmmDsl.Families.Custom;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Generalized.Separation;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Formulas;

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

    private static InvalidDataException Damaged(string reason, Exception? inner = null) => FitFile.Frame.Damaged(reason, inner);

    private static void Require(bool holds, string otherwise) => FitFile.Frame.Require(holds, otherwise);

    private static (DesignResult Design, DesignOptions Options, IModelSolution Solution) Fit(
        FitFile file, ImmutableDictionary<(string Name, int Arity), Func<double[], double>> functions, ResponseFamily? own)
    {
        ColumnType[] types = [.. file.Columns.Select(c => new ColumnType(c.Name, c.Kind, IsOrdered: c.IsOrdered, Coding: c.Coding, Remark: c.Remark))];
        var schema = new ProductSchema(Formula.Parse(file.Formula), types, [.. file.Functions.Select(f => (f.Name, f.Arguments))], file.Weights);
        FamilyDefinition family = own is null ? ResponseFamilies.Of(file.Family) : new CustomFamily(own);
        family.RequireLink(file.Link);
        TrainingBasis basis = Basis(file.Basis, schema);
        ModelMatrices matrices = Matrices(file, schema.Plan, basis);
        var options = new DesignOptions
        {
            Response = family.ResponseForm, FamilyWords = family.Words, Weights = file.Weights, WeightKind = file.WeightKind, Functions = functions,
        };
        var products = file.Products is { } entry ? Products(entry, matrices) : ((ImmutableArray<GroupColumns>, CrossProductBlocks)?)null;
        SavedSolution saved = Solution(file, matrices, family, products);
        ImmutableArray<Notice> notices = [.. file.Notices.Select(n => new Notice(n.Id, n.Text, [.. n.Subjects], n.Count))];
        return (new DesignResult(matrices, basis, notices), options, (IModelSolution?)Linear(saved) ?? saved);
    }

    private static TrainingBasis Basis(BasisEntry entry, ProductSchema schema)
    {
        Dictionary<string, string[]> levels = entry.CodedLevels.ToDictionary(l => l.Factor, l => l.Levels, StringComparer.Ordinal);
        return new TrainingBasis
        {
            Moments = entry.Moments.ToImmutableDictionary(m => m.Call, m => m.Values.Select(v => v ?? double.NaN).ToImmutableArray(), StringComparer.Ordinal),
            FactorLevels = entry.ExpressionLevels.ToImmutableDictionary(l => l.Factor, l => l.Levels.ToImmutableArray(), StringComparer.Ordinal),
            CodedLevels = CodedVariable.In(schema.Plan).Where(v => v.IsCategorical).ToImmutableDictionary(v => v, v => levels[ProductSchema.KeyOf(v)].ToImmutableArray()),
            Groups = entry.Groups.ToImmutableDictionary(
                g => g.Key,
                g => GroupIndex.Restore([.. g.Levels.Select(l => l.ToImmutableArray())], [.. g.Keys]) ?? throw Damaged("the levels of a group are out of order"),
                StringComparer.Ordinal),
            Columns = schema.Columns,
            References = References(entry.References, schema.Plan),
        };
    }

    private static ImmutableArray<ReferenceColumn> References(ReferenceEntry[] entries, DesignPlan plan)
    {
        Dictionary<string, bool> columns = ReferenceColumns.Names(plan).ToDictionary(c => c.Name, c => c.IsFixed, StringComparer.Ordinal);
        Require(
            entries.DistinctBy(r => r.Name, StringComparer.Ordinal).Count() == entries.Length && entries.All(r => columns.TryGetValue(r.Name, out bool isFixed) && isFixed == r.IsFixed),
            "its predictors are not those of its formula");
        return [.. entries.Select(r => new ReferenceColumn(r.Name, r.IsNumeric)
        {
            IsFixed = r.IsFixed, IsLogical = r.IsLogical, Levels = [.. r.Levels], Values = [.. r.Values], Mean = r.Mean, Deviation = r.Deviation,
        })];
    }

    private static ModelMatrices Matrices(FitFile file, DesignPlan plan, TrainingBasis basis)
    {
        RowsEntry rows = file.Rows;
        Require(rows is { RowCount: > 0, Observations: > 0, Fingerprint.Length: 2 }, "what it says of its rows is cut off");
        (string Name, int Term)[] columns = [.. plan.Fixed.SelectMany((term, i) => term.Columns(v => basis.CodedLevels[v]).Select(c => (c.Name, i)))];
        Require(columns.Select(c => c.Name).SequenceEqual(rows.FixedNames, StringComparer.Ordinal), "its coefficients are not those of its formula");
        Dictionary<string, GroupingFactor> groups = plan.Random.DistinctBy(GroupIndex.KeyOf).ToDictionary(
            GroupIndex.KeyOf, t => new GroupingFactor(t.GroupName, basis.Groups[GroupIndex.KeyOf(t)].Labels, []), StringComparer.Ordinal);
        RandomEffectsTerm[] random = [.. file.Random.Select(t => Term(t, plan, basis, groups))];
        int p = columns.Length;
        Require(rows.RandomMeanProducts is null || rows.RandomMeanProducts.Length == random.Length, "moments of a term are missing");
        return new ModelMatrices
        {
            Plan = plan,
            RowCount = rows.RowCount,
            HasRows = false,
            Fingerprint = new RowFingerprint(rows.Fingerprint[0], rows.Fingerprint[1]),
            ColumnProducts = rows is { FixedCovariance: { } covariance, RandomMeanProducts: { } means }
                ? new ColumnProducts(Square(covariance, p), [.. means.Select((m, t) => Square(m, random[t].Width))])
                : null,
            Totals = new RowTotals(rows.Observations, rows.ResidualSumOfSquares, rows.PearsonChiSquare, rows.NullCounts is { } counts ? new NullCounts(counts.Mean, counts.AtIntercept) : null),
            Response = [],
            Offset = null,
            Weights = null,
            FixedNames = [.. rows.FixedNames],
            FixedColumns = [.. columns.Select(_ => Array.Empty<double>())],
            FixedTermOfColumn = [.. columns.Select(c => c.Term)],
            Random = [.. random],
            SourceRows = [],
            SpansIntercept = FixedEffectsColumns.SpanIntercept(plan.Fixed),
        };
    }

    private static RandomEffectsTerm Term(TermEntry entry, DesignPlan plan, TrainingBasis basis, Dictionary<string, GroupingFactor> groups)
    {
        PlanRandomTerm source = plan.Random[entry.Source];
        HashSet<string> names = [.. source.Terms.SelectMany(t => t.Columns(v => basis.CodedLevels[v])).Select(c => c.Name)];
        Require(entry.Columns.Length > 0 && entry.Columns.All(names.Contains) && entry.IsConstant.Length == entry.Columns.Length, "its random effects are not those of its formula");
        return new RandomEffectsTerm(groups[GroupIndex.KeyOf(source)], [.. entry.Columns], [.. entry.IsConstant.Select(c => c ? null : Array.Empty<double>())], source);
    }

    private static SavedSolution Solution(
        FitFile file, ModelMatrices matrices, FamilyDefinition family, (ImmutableArray<GroupColumns> Groups, CrossProductBlocks Products)? products)
    {
        EstimatesEntry e = file.Estimates;
        int p = e.Beta.Length;
        int parameters = Covariance.CovarianceStructures.Of(matrices.Random).Sum(s => s.Count);
        Require(e.Theta.Length == parameters && e.ShownTheta.Length == parameters, "its covariance parameters are not those of its formula");
        Require(e.Kept.Length == p && Ascending(e.Kept, matrices.FixedNames.Length), "its coefficients are not those of its columns");
        Require(e.ConditionalModes.Length == matrices.Random.Length && e.ConditionalCovariances.Length == matrices.Random.Length, "modes of a term are missing");
        Require(e.Aliased.All(a => a.Column >= 0 && a.Column < matrices.FixedNames.Length && a.With.All(k => k >= 0 && k < matrices.FixedNames.Length)), "a dropped column in it does not exist");
        Require(e.Vanished.Concat(e.Unidentified).All(v => v.Term >= 0 && v.Term < matrices.Random.Length && v.Column >= -1 && v.Column < matrices.Random[v.Term].Width), "a random effect in it does not exist");
        return new SavedSolution
        {
            Matrices = matrices,
            Family = family,
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
            Aliased = [.. e.Aliased.Select(a => new AliasedColumn(a.Column, [.. a.With]) { Weights = [.. a.Weights] })],
            Beta = e.Beta,
            Covariance = Square(e.Covariance, p),
            ConditionalCovariance = Square(e.ConditionalCovariance, p),
            JointCovariance = e.JointCovariance is { } joint ? Square(joint, p + parameters) : null,
            Limit = e.Limit is { } limit ? Limit(limit, p) : null,
            ConditionalModes = [.. e.ConditionalModes.Select((m, t) => Matrix(m, matrices.Random[t].Group.Levels.Length, matrices.Random[t].Width))],
            ConditionalCovariances = [.. e.ConditionalCovariances.Select((m, t) =>
                Matrix(m, matrices.Random[t].Group.Levels.Length, matrices.Random[t].Width * matrices.Random[t].Width))],
            ResidualSquares = e.ResidualSquares,
            Evaluations = e.Evaluations,
            Gradients = e.Gradients,
            GradientMaxAbs = e.GradientMaxAbs,
            Verdict = e.Verdict,
            VerdictReason = e.VerdictReason,
            Vanished = [.. e.Vanished.Select(v => (v.Term, v.Column))],
            Unidentified = [.. e.Unidentified.Select(v => (v.Term, v.Column))],
            Products = products,
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
        if (!saved.Family.IsLinear(saved.Link) || saved.Products is not var (groups, products))
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

    private static (ImmutableArray<GroupColumns>, CrossProductBlocks) Products(ProductsEntry entry, ModelMatrices matrices)
    {
        int count = entry.LevelCounts.Length;
        long width = matrices.FixedNames.Length + 2L;
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

    private static bool Ascending(int[] values, int end)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] < (i == 0 ? 0 : values[i - 1] + 1) || values[i] >= end)
            {
                return false;
            }
        }

        return true;
    }

    private static double[,] Square(double[] flat, int order) => Matrix(flat, order, order);

    private static double[,] Matrix(double[] flat, int rows, int columns)
    {
        Require(flat.Length == (long)rows * columns, "a matrix in it is cut off");
        var matrix = new double[rows, columns];
        Buffer.BlockCopy(flat, 0, matrix, 0, sizeof(double) * flat.Length);
        return matrix;
    }
}
