using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Text;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using CodeArgument = Microsoft.CodeAnalysis.CSharp.Syntax.ArgumentSyntax;
using CodeExpression = Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax;

namespace GlmmDsl.Completion.Places;

/// <summary>The names by which results of a fit are found: <c>fit.Coefficients["Week"]</c>, <c>fit.RandomEffects.Patient["P1"]</c>.</summary>
internal static class ResultNames
{
    private const int Most = 2000;

    /// <summary>The names that an argument can be; empty where it is no such name, or nothing is known.</summary>
    public static IReadOnlyList<ResultName> Of(CodeArgument argument, SemanticModel model, ModelAttributes attributes, CancellationToken cancellationToken)
    {
        (CodeExpression? receiver, string? method) = argument.Parent?.Parent switch
        {
            ElementAccessExpressionSyntax access => (access.Expression, null),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => (member.Expression, member.Name.Identifier.ValueText),
            _ => default((CodeExpression?, string?)),
        };
        if (receiver is null || argument.Parent is not BaseArgumentListSyntax list || model.GetTypeInfo(receiver, cancellationToken).Type is not INamedTypeSymbol type)
        {
            return [];
        }

        DesignPlan? plan;
        RowModel? row = null;
        if (ModelOfClass.About(type, attributes) is { } declared)
        {
            (plan, row) = (declared.Plan, declared.Row);
        }
        else if (InLibrary(type))
        {
            (plan, row) = ModelBehind(receiver, model, attributes, cancellationToken);
        }
        else
        {
            return [];
        }

        return plan is null ? [] : [.. Names(type, receiver, method, list.Arguments.IndexOf(argument), plan, row).Take(Most)];
    }

    private static IEnumerable<ResultName> Names(INamedTypeSymbol type, CodeExpression receiver, string? method, int place, DesignPlan plan, RowModel? row)
    {
        string name = type.Name;
        if (name == "FixedEffectsTests" && method is "Means" or "Slopes")
        {
            return ColumnsOfFixed(plan, isNumeric: method == "Slopes" && place == 0);
        }

        if (method is not null && method is not ("TryGet" or "Find" or "By" or "Of" or "At"))
        {
            return [];
        }

        if (method is "By" or "Of")
        {
            return ColumnsOfFixed(plan, isNumeric: method == "Of");
        }

        PlanRandomTerm[] ofGroup = [.. plan.Random.Where(term => Enclosing(receiver).Any(property => property == Identifiers.Of(term.GroupName) || property == term.GroupName))];
        return name switch
        {
            "CoefficientCollection" or "CoefficientCovariance" or "PopulationAverageCoefficients" or "TypedBootstrapFit" or "TypedMatrices" or "BootstrapEstimates" or "MatrixSet" => Coefficients(plan),
            _ when name.StartsWith("CoefficientsOf", StringComparison.Ordinal) => Coefficients(plan),
            _ when name.StartsWith("TermsOf", StringComparison.Ordinal) => plan.Fixed.Where(term => !term.IsIntercept).Select(term => new ResultName(term.Name, "term")),
            "NamedResults" or "INamedResults" or "NamedResultsView" => NamesOfResults(type, plan),
            "VarianceComponentCollection" or "RandomEffectsCollection" or "GroupCoefficientsCollection" => plan.Random.Select(term => term.GroupName).Distinct(StringComparer.Ordinal).Select(group => new ResultName(group, "grouping factor")),
            "GroupVariance" => Columns(ofGroup),
            "GroupRandomEffects" or "GroupCoefficients" => place == 1 ? Columns(ofGroup) : Levels(ofGroup, 0),
            _ when IsOrDerivesFrom(type, "GroupVarianceView") || IsOrDerivesFrom(type, "LevelModeView") || IsOrDerivesFrom(type, "CorrelationView") || IsOrDerivesFrom(type, "LevelCoefficients") => Columns(ofGroup),
            _ when IsOrDerivesFrom(type, "GroupModeView") => Levels(ofGroup, place),
            _ when type.IsGenericType && receiver is MemberAccessExpressionSyntax member => LevelsOf(member.Name.Identifier.ValueText, place, plan, row),
            _ => [],
        };
    }

    private static IEnumerable<ResultName> NamesOfResults(INamedTypeSymbol type, DesignPlan plan) =>
        type.TypeArguments.FirstOrDefault()?.Name is "FTest" or "PooledTest"
            ? plan.Fixed.Where(term => !term.IsIntercept).Select(term => new ResultName(term.Name, "term"))
            : Coefficients(plan);

    private static IEnumerable<ResultName> Coefficients(DesignPlan plan) =>
        plan.Fixed.Where(term => term.AreLevelsKnown).SelectMany(term => term.Columns()).Select(column => new ResultName(column.Name, "coefficient"));

    private static IEnumerable<ResultName> Columns(IEnumerable<PlanRandomTerm> terms) =>
        terms.SelectMany(term => term.Terms).Where(term => term.AreLevelsKnown).SelectMany(term => term.Columns()).Select(column => column.Name)
            .Distinct(StringComparer.Ordinal).Select(column => new ResultName(column, "random effect"));

    private static IEnumerable<ResultName> Levels(IEnumerable<PlanRandomTerm> terms, int place)
    {
        PlanVariable? factor = terms.FirstOrDefault()?.Group.ElementAtOrDefault(place);
        return factor is null || factor.Levels.IsDefault ? [] : factor.Levels.Select(level => new ResultName(level, "level of " + factor.Name));
    }

    private static IEnumerable<ResultName> LevelsOf(string property, int place, DesignPlan plan, RowModel? row)
    {
        foreach (RowColumn column in row?.Columns.Items ?? [])
        {
            string identifier = Identifiers.Of(column.Name);
            bool isFirst = property == identifier || property.StartsWith(identifier + "By", StringComparison.Ordinal);
            bool isSecond = property.EndsWith("By" + identifier, StringComparison.Ordinal);
            if (column.AreLevelsKnown && ((isFirst && place == 0) || (isSecond && place == 1)))
            {
                return column.Levels.Items.Select(level => new ResultName(level, "level of " + column.Name));
            }
        }

        PlanTerm? term = plan.Fixed.FirstOrDefault(t => Identifiers.Of(t.Name) == property);
        PlanVariable? factor = term?.Factors.Select(f => f.Variable).Where(v => v.IsCategorical).ElementAtOrDefault(place);
        return factor is null || factor.Levels.IsDefault ? [] : factor.Levels.Select(level => new ResultName(level, "level of " + factor.Name));
    }

    private static IEnumerable<ResultName> ColumnsOfFixed(DesignPlan plan, bool isNumeric) =>
        plan.Fixed.SelectMany(term => term.Factors).Select(factor => factor.Variable).Distinct()
            .Where(variable => variable.IsCategorical != isNumeric && variable.Variable.Expression is GlmmDsl.Formulas.NameSyntax)
            .Select(variable => new ResultName(variable.Name, isNumeric ? "number" : "factor"));

    /// <summary>The names of the properties that lead to an expression, and the keys it is found by: <c>RandomEffects</c>, <c>Patient</c>.</summary>
    private static IEnumerable<string> Enclosing(CodeExpression receiver)
    {
        for (CodeExpression? current = receiver; current is not null;)
        {
            switch (current)
            {
                case MemberAccessExpressionSyntax member:
                    yield return member.Name.Identifier.ValueText;
                    current = member.Expression;
                    break;
                case ElementAccessExpressionSyntax access:
                    foreach (CodeArgument key in access.ArgumentList.Arguments)
                    {
                        if (key.Expression is LiteralExpressionSyntax { Token.Value: string text })
                        {
                            yield return text;
                        }
                    }

                    current = access.Expression;
                    break;
                case InvocationExpressionSyntax invocation:
                    current = invocation.Expression;
                    break;
                default:
                    current = null;
                    break;
            }
        }
    }

    /// <summary>The design behind a result of the library: that of the model whose fit it comes from, or of the constant formula that was fitted.</summary>
    private static (DesignPlan? Plan, RowModel? Row) ModelBehind(CodeExpression receiver, SemanticModel model, ModelAttributes attributes, CancellationToken cancellationToken)
    {
        CodeExpression? current = receiver;
        for (int steps = 0; current is not null && steps < 20; steps++)
        {
            if (ModelOfClass.About(model.GetTypeInfo(current, cancellationToken).Type, attributes) is { } declared)
            {
                return (declared.Plan, declared.Row);
            }

            switch (current)
            {
                case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } when PlaceFinder.IsFormula(arguments[0], model, cancellationToken):
                    return (PlanOf(arguments, model, cancellationToken), null);
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called }:
                    current = called.Expression;
                    break;
                case ElementAccessExpressionSyntax access:
                    current = access.Expression;
                    break;
                case IdentifierNameSyntax:
                    current = TableColumns.SourceOf(current, model, cancellationToken);
                    break;
                case MemberAccessExpressionSyntax member:
                    current = member.Expression;
                    break;
                default:
                    current = null;
                    break;
            }
        }

        return default;
    }

    /// <summary>The design of a formula fitted to a table; a column that source tells nothing of is taken for a number.</summary>
    private static DesignPlan? PlanOf(SeparatedSyntaxList<CodeArgument> arguments, SemanticModel model, CancellationToken cancellationToken)
    {
        if (FormulaTextReader.Read(arguments[0].Expression, model, cancellationToken) is not { } formula || FormulaReading.Of(formula.Value) is not { Terms: { } terms, Errors.IsEmpty: true })
        {
            return null;
        }

        IReadOnlyDictionary<string, ColumnKind> kinds = arguments.Count > 1 ? TableColumns.KindsOf(arguments[1], model, cancellationToken) : new Dictionary<string, ColumnKind>();
        return DesignPlan.Create(terms, new Supposed(kinds)).Plan;
    }

    private static bool InLibrary(INamedTypeSymbol type) => type.ContainingAssembly?.Name == "GlmmDsl";

    private static bool IsOrDerivesFrom(INamedTypeSymbol type, string name)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == name && InLibrary(current))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Supposed(IReadOnlyDictionary<string, ColumnKind> kinds) : IColumnTypes
    {
        public IEnumerable<string> Names => kinds.Keys;

        public IEnumerable<string> FunctionNames => [];

        public ColumnType? Find(string name) => new(name, kinds.TryGetValue(name, out ColumnKind kind) ? kind : ColumnKind.Numeric);

        public bool HasFunction(string name, int arguments) => false;
    }
}
