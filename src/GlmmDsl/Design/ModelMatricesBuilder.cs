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
        DesignPlan plan = Plan(terms, table, options);
        RandomEffectsTerms.CheckStructures(plan, terms.Syntax.Text);
        if (table.RowCount == 0)
        {
            throw new ModelDataException("The table has no rows: there is nothing to fit.");
        }

        var notices = new List<Notice>();
        var recorder = new BasisRecorder();
        ModelFrame frame = Frame(plan, table, options, recorder, withResponse: true, cancellationToken);
        var components = new ComponentFrames(table, options, cancellationToken);
        RowSelection rows = RowFilter.Choose(frame.With(components.All), table, options.Missing, notices);
        frame.RefuseInfinite(rows);
        (double[] response, ImmutableArray<string> categories) = options.Response == ResponseForm.Category
            ? OrderedResponse.Cut(frame.Response!, rows, notices)
            : (rows.Take(frame.Response!.Numbers[0]), ImmutableArray<string>.Empty);
        double[]? trials = options.Response == ResponseForm.Successes ? rows.Take(frame.Response!.Numbers[1]) : null;
        if (options.Response == ResponseForm.Number)
        {
            ResponseResolver.RefuseConstant(frame.Response!.Name, response);
        }
        else if (options.Response != ResponseForm.Category)
        {
            DiscreteResponse.RefuseConstant(frame.Response!.Name, response, trials);
        }

        var groups = new Dictionary<string, (GroupIndex Index, GroupingFactor Group)>(StringComparer.Ordinal);
        DesignPart part = DesignPart.Of(plan, frame, rows, groups, notices, cancellationToken);
        if (options.Response == ResponseForm.Number)
        {
            SaturatedGroups.Refuse(part.Random, rows.Count);
        }

        GroupNotices.Add(part.Random, GroupNotices.Confounded(options.Response, trials), notices);
        TimeNotices.Add(part.Random, notices);
        EmptyCellNotices.Add(plan.Fixed, part.Variables, notices);
        ScaleNotices.Add(frame.Response!.Name, response, plan, part.Columns, notices);
        if (SumOfOffsets(frame, rows) is { } offset && options.Response == ResponseForm.Number)
        {
            ScaleNotices.AddOffset(frame.Response!.Name, response, offset, notices);
        }

        double[]? weights = options.WeightKind == WeightKind.Trials ? null : Weights(frame, rows), frequencies = options.WeightKind == WeightKind.Frequency ? weights : null;
        ModelMatrices matrices = Matrices(part, frame, rows) with
        {
            Response = response,
            Weights = weights,
            Trials = trials,
            Categories = categories,
            ZeroInflation = components.Build(options.ZeroInflation, rows, frequencies, groups, notices),
            Dispersion = components.Build(options.Dispersion, rows, frequencies, groups, notices),
        };
        ExtremeNumbers.Refuse(matrices, frame.Response!.Name);
        TrainingBasis basis = Basis(part, recorder, table) with
        {
            References = ReferenceColumns.Of(plan, frame, rows, frequencies),
        };
        return new DesignResult(matrices, basis, [.. notices.OrderBy(n => n.Id)]) { Table = table.Only([.. plan.ColumnsUsed.Union(components.ColumnsUsed)]) };
    }

    /// <summary>The columns and terms of a part as matrices without a response.</summary>
    public static ModelMatrices Matrices(DesignPart part, ModelFrame frame, RowSelection rows) => new()
    {
        Plan = part.Plan,
        RowCount = rows.Count,
        Response = [],
        Offset = SumOfOffsets(frame, rows),
        Weights = null,
        FixedNames = part.Columns.Names,
        FixedColumns = part.Columns.Columns,
        FixedTermOfColumn = part.Columns.TermOfColumn,
        Random = part.Random,
        SourceRows = rows.Rows,
        SpansIntercept = FixedEffectsColumns.SpanIntercept(part.Plan.Fixed),
    };

    /// <summary>What prediction needs of a part's training rows.</summary>
    public static TrainingBasis Basis(DesignPart part, BasisRecorder recorder, Table table) => new()
    {
        Moments = recorder.Moments,
        FactorLevels = recorder.FactorLevels,
        CodedLevels = part.Variables.Where(v => v.Value.IsFactor).ToImmutableDictionary(v => v.Key, v => v.Value.Levels),
        Groups = part.Indices.ToImmutableDictionary(StringComparer.Ordinal),
        Columns = [.. table.Columns.Where(c => part.Plan.ColumnsUsed.Contains(c.Name)).Select(c => c.Type with { Levels = default })],
    };

    /// <summary>The variables of a plan, all rows of the table.</summary>
    public static ModelFrame Frame(DesignPlan plan, Table table, DesignOptions options, BasisRecorder recorder, bool withResponse, CancellationToken cancellationToken)
    {
        var evaluator = new ExpressionEvaluator(table, plan.Terms.Syntax.Text, recorder, options.Functions, cancellationToken);
        return ModelFrame.Evaluate(plan, table, evaluator, options, withResponse);
    }

    /// <summary>The plan of a formula for the table's columns.</summary>
    /// <exception cref="FormulaException">The formula does not suit the table.</exception>
    public static DesignPlan Plan(ModelTerms terms, Table table, DesignOptions options)
    {
        ModelTerms withOffsets = options.Offsets.IsEmpty ? terms : terms with { Offsets = terms.Offsets.AddRange(options.Offsets) };
        DesignPlanResult result = DesignPlan.Create(withOffsets, new TableColumnTypes(table, options.Functions));
        return result.Plan is DesignPlan plan && result.Diagnostics.IsEmpty
            ? plan
            : throw new FormulaException(terms.Syntax.Text, result.Diagnostics);
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
