using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design.Checks;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Design.Frame;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>Turns an expanded formula and a table into the matrices of a mixed model.</summary>
internal static class ModelMatricesBuilder
{
    /// <summary>Builds the matrices.</summary>
    /// <param name="terms">The expanded formula.</param>
    /// <param name="table">The rows.</param>
    /// <param name="options">Missing values, weights, offsets, functions.</param>
    /// <param name="cancellationToken">Checked between columns.</param>
    /// <exception cref="FormulaException">The formula does not suit the table: unknown columns, wrong types, structures not fitted yet.</exception>
    /// <exception cref="ModelDataException">The rows do not suit the formula; column and row are named.</exception>
    public static DesignResult Build(ModelTerms terms, Table table, DesignOptions options, CancellationToken cancellationToken)
    {
        string formula = terms.Syntax.Text;
        DesignPlan plan = Plan(terms, table, options);
        RandomEffectsTerms.RefuseUnsupported(plan, formula);
        if (table.RowCount == 0)
        {
            throw new ModelDataException("The table has no rows: there is nothing to fit.");
        }

        var notices = new List<Notice>();
        var recorder = new BasisRecorder();
        var evaluator = new ExpressionEvaluator(table, formula, recorder, options.Functions, cancellationToken);
        ModelFrame frame = ModelFrame.Evaluate(plan, table, evaluator, options, withResponse: true);
        RowSelection rows = RowFilter.Choose(frame, table, options.Missing, notices);
        frame.RefuseInfinite(rows);
        double[] response = rows.Take(frame.Response!.Numbers[0]);
        double[]? trials = options.Response == ResponseForm.Successes ? rows.Take(frame.Response.Numbers[1]) : null;
        if (options.Response == ResponseForm.Number)
        {
            ResponseResolver.RefuseConstant(frame.Response.Name, response);
        }
        else
        {
            DiscreteResponse.RefuseConstant(frame.Response.Name, response, trials);
        }

        Dictionary<PlanVariable, CodedVariable> variables = CodeVariables(plan, frame, rows, notices);
        FixedEffectsColumns columns = FixedEffectsColumns.Of(plan.Fixed, variables, rows.Count, cancellationToken);
        (Dictionary<string, GroupIndex> indices, Dictionary<string, GroupingFactor> groups) = IndexGroups(plan, frame, rows, notices);
        ImmutableArray<RandomEffectsTerm> random = RandomEffectsTerms.Of(plan.Random, variables, groups, rows.Count);
        if (options.Response == ResponseForm.Number)
        {
            SaturatedGroups.Refuse(random, rows.Count);
        }

        GroupNotices.Add(random, GroupNotices.Confounded(options.Response, trials), notices);
        EmptyCellNotices.Add(plan.Fixed, variables, notices);
        ScaleNotices.Add(frame.Response.Name, response, plan, columns, notices);
        if (SumOfOffsets(frame, rows) is { } offset && options.Response == ResponseForm.Number)
        {
            ScaleNotices.AddOffset(frame.Response.Name, response, offset, notices);
        }

        var matrices = new ModelMatrices
        {
            Plan = plan,
            RowCount = rows.Count,
            Response = response,
            Offset = SumOfOffsets(frame, rows),
            Weights = options.WeightKind == WeightKind.Trials ? null : Weights(frame, rows),
            Trials = trials,
            FixedNames = columns.Names,
            FixedColumns = columns.Columns,
            FixedTermOfColumn = columns.TermOfColumn,
            Random = random,
            SourceRows = rows.Rows,
            SpansIntercept = FixedEffectsColumns.SpanIntercept(plan.Fixed),
        };
        ExtremeNumbers.Refuse(matrices, frame.Response.Name);
        var basis = new TrainingBasis
        {
            Moments = recorder.Moments,
            FactorLevels = recorder.FactorLevels,
            CodedLevels = variables.Where(v => v.Value.IsFactor).ToImmutableDictionary(v => v.Key, v => v.Value.Levels),
            Groups = indices.ToImmutableDictionary(StringComparer.Ordinal),
            Columns = [.. table.Columns.Where(c => plan.ColumnsUsed.Contains(c.Name)).Select(c => c.Type with { Levels = default })],
            References = ReferenceColumns.Of(plan, frame, rows, options.WeightKind == WeightKind.Frequency ? matrices.Weights : null),
        };
        return new DesignResult(matrices, basis, [.. notices.OrderBy(n => n.Id)]) { Table = table.Only(plan.ColumnsUsed) };
    }

    private static DesignPlan Plan(ModelTerms terms, Table table, DesignOptions options)
    {
        ModelTerms withOffsets = options.Offsets.IsEmpty ? terms : terms with { Offsets = terms.Offsets.AddRange(options.Offsets) };
        DesignPlanResult result = DesignPlan.Create(withOffsets, new TableColumnTypes(table, options.Functions));
        return result.Plan is DesignPlan plan && result.Diagnostics.IsEmpty
            ? plan
            : throw new FormulaException(terms.Syntax.Text, result.Diagnostics);
    }

    private static Dictionary<PlanVariable, CodedVariable> CodeVariables(DesignPlan plan, ModelFrame frame, RowSelection rows, List<Notice> notices)
    {
        var variables = new Dictionary<PlanVariable, CodedVariable>();
        foreach (PlanVariable variable in CodedVariable.In(plan))
        {
            variables.Add(variable, CodedVariable.Train(variable, frame.Coded(variable), rows, notices));
        }

        return variables;
    }

    private static (Dictionary<string, GroupIndex> Indices, Dictionary<string, GroupingFactor> Groups) IndexGroups(
        DesignPlan plan, ModelFrame frame, RowSelection rows, List<Notice> notices)
    {
        var indices = new Dictionary<string, GroupIndex>(StringComparer.Ordinal);
        var groups = new Dictionary<string, GroupingFactor>(StringComparer.Ordinal);
        foreach (PlanRandomTerm term in plan.Random)
        {
            string key = GroupIndex.KeyOf(term);
            if (groups.ContainsKey(key))
            {
                continue;
            }

            FactorColumn[] variables = [.. term.Group.Select(frame.Group)];
            OccurringLevels[] occurring = [.. variables.Select(v => OccurringLevels.Of(v, rows))];
            for (int i = 0; i < occurring.Length; i++)
            {
                occurring[i].AddNotice(term.Group[i].Name, isCoded: false, notices);
            }

            (GroupIndex index, GroupingFactor group) = GroupIndex.Train(term.GroupName, occurring);
            SaturatedGroups.RefuseSingleLevel(group);
            indices.Add(key, index);
            groups.Add(key, group);
        }

        return (indices, groups);
    }

    /// <summary>The sum of the offsets in the rows used; null when there is none.</summary>
    public static double[]? SumOfOffsets(ModelFrame frame, RowSelection rows)
    {
        double[]? sum = null;
        foreach (double[] offset in frame.Offsets.Select(o => rows.Take(o.Numbers[0])))
        {
            sum = sum is null ? offset : [.. sum.Zip(offset, (a, b) => a + b)];
        }

        return sum;
    }

    /// <summary>The weights of the rows used; null when all are 1.</summary>
    public static double[]? Weights(ModelFrame frame, RowSelection rows)
    {
        double[]? weights = frame.Weights is FrameVariable variable ? rows.Take(variable.Numbers[0]) : null;
        return weights is not null && weights.AsSpan().ContainsAnyExcept(1.0) ? weights : null;
    }
}
