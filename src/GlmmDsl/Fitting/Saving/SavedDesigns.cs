using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Design.Products;
using GlmmDsl.Design.Products.Files;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Formulas;
using static GlmmDsl.Fitting.Saving.FitFileParts;

namespace GlmmDsl.Fitting.Saving;

/// <summary>Reads the designs of linear predictors, which are without rows.</summary>
internal static class SavedDesigns
{
    /// <summary>The plan of a formula for the columns of the fit.</summary>
    public static ProductSchema Schema(string formula, ColumnEntry[] columns, FunctionEntry[] functions, string? weights) => new(
        Formula.Parse(formula),
        columns.Select(c => new ColumnType(c.Name, c.Kind, IsOrdered: c.IsOrdered, Coding: c.Coding, Remark: c.Remark)),
        [.. functions.Select(f => (f.Name, f.Arguments))],
        weights);

    /// <summary>What the design took from its rows.</summary>
    public static TrainingBasis Basis(BasisEntry entry, ProductSchema schema)
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

    /// <summary>A design without rows.</summary>
    /// <param name="plan">The plan of its formula.</param>
    /// <param name="basis">What it took from its rows.</param>
    /// <param name="fixedNames">The names of its fixed-effects columns, which must be those of the plan.</param>
    /// <param name="terms">Its random-effects terms.</param>
    /// <param name="rowCount">The number of its rows.</param>
    public static ModelMatrices Matrices(DesignPlan plan, TrainingBasis basis, string[] fixedNames, TermEntry[] terms, int rowCount)
    {
        (string Name, int Term)[] columns = [.. plan.Fixed.SelectMany((term, i) => term.Columns(v => basis.CodedLevels[v]).Select(c => (c.Name, i)))];
        Require(columns.Select(c => c.Name).SequenceEqual(fixedNames, StringComparer.Ordinal), "its coefficients are not those of its formula");
        Dictionary<string, GroupingFactor> groups = plan.Random.DistinctBy(GroupIndex.KeyOf).ToDictionary(
            GroupIndex.KeyOf, t => new GroupingFactor(t.GroupName, basis.Groups[GroupIndex.KeyOf(t)].Labels, []), StringComparer.Ordinal);
        return new ModelMatrices
        {
            Plan = plan,
            RowCount = rowCount,
            HasRows = false,
            Response = [],
            Offset = null,
            Weights = null,
            FixedNames = [.. fixedNames],
            FixedColumns = [.. columns.Select(_ => Array.Empty<double>())],
            FixedTermOfColumn = [.. columns.Select(c => c.Term)],
            Random = [.. terms.Select(t => Term(t, plan, basis, groups))],
            SourceRows = [],
            SpansIntercept = FixedEffectsColumns.SpanIntercept(plan.Fixed),
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

    private static RandomEffectsTerm Term(TermEntry entry, DesignPlan plan, TrainingBasis basis, Dictionary<string, GroupingFactor> groups)
    {
        PlanRandomTerm source = plan.Random[entry.Source];
        HashSet<string> names = [.. source.Terms.SelectMany(t => t.Columns(v => basis.CodedLevels[v])).Select(c => c.Name)];
        Require(entry.Columns.Length > 0 && entry.Columns.All(names.Contains) && entry.IsConstant.Length == entry.Columns.Length, "its random effects are not those of its formula");
        return new RandomEffectsTerm(groups[GroupIndex.KeyOf(source)], [.. entry.Columns], [.. entry.IsConstant.Select(c => c ? null : Array.Empty<double>())], source);
    }
}
