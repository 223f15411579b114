using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Text;
using GlmmDsl.Analyzers.Values;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using CodeExpression = Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>Reads specifications from the options of fits at run time, and from the attributes of models declared elsewhere.</summary>
internal sealed class SpecificationReader(SemanticModel model, CancellationToken cancellationToken)
{
    private const int DeepestTrace = 8;

    /// <summary>Whether a call fits a model at run time: <c>MixedModel.Fit</c> of a formula.</summary>
    public static bool IsFit(IInvocationOperation invocation) =>
        invocation.TargetMethod.Name == "Fit" && FitTypes.IsLibraryType(invocation.TargetMethod.ContainingType, "MixedModel") && Argument(invocation, "formula") is not null;

    /// <summary>The specification of a fit at run time; null when its options cannot be seen.</summary>
    public Specification? OfFit(IInvocationOperation invocation)
    {
        if (Argument(invocation, "options") is not { } argument || OfOptions(argument, 0) is not { } options)
        {
            return null;
        }

        FormulaText? formula = FormulaOfFit(invocation);
        return new Specification(options.Settings, options.IsComplete, model, invocation.Syntax)
        {
            Formula = formula,
            Terms = formula is null ? null : TermsOf(formula.Value),
            InsertionPoint = options.InsertionPoint is { } place && invocation.Syntax.Span.Contains(place) ? place : null,
        };
    }

    /// <summary>The terms of a fit at run time, whatever its options; null when its formula cannot be seen or is wrong.</summary>
    public ModelTerms? TermsOfFit(IInvocationOperation invocation) => IsFit(invocation) && FormulaOfFit(invocation) is { } formula ? TermsOf(formula.Value) : null;

    /// <summary>The specification in the creation of options, or in a <c>with</c> of them; null for an operation of another type.</summary>
    public Specification? OfCreation(IOperation creation) =>
        FitTypes.IsLibraryType(creation.Type, "FitOptions") && OfOptions(creation, creation is IWithOperation ? 0 : DeepestTrace) is { } options
            ? new Specification(options.Settings, options.IsComplete, model, creation.Syntax) { InsertionPoint = options.InsertionPoint }
            : null;

    /// <summary>What the options of a typed model's fit by quadrature set; null when they are not seen.</summary>
    public Specification? OfQuadrature(IInvocationOperation invocation) =>
        Argument(invocation, "options") is { } argument && OfOptions(argument, 0) is { } options
            ? new Specification(options.Settings, options.IsComplete, model, invocation.Syntax)
            : null;

    /// <summary>The specification of a generalised model declared anywhere.</summary>
    public static Specification OfModel(AttributeData attribute)
    {
        var settings = attribute.NamedArguments.ToDictionary(argument => argument.Key, argument => Setting.Of(argument.Value), StringComparer.Ordinal);
        if (attribute.ConstructorArguments.Length > 1)
        {
            settings[Specification.FamilyName] = Setting.Of(attribute.ConstructorArguments[1]);
        }

        string? formula = attribute.ConstructorArguments.Length > 0 ? attribute.ConstructorArguments[0].Value as string : null;
        return new Specification(settings, isComplete: settings.ContainsKey(Specification.FamilyName), null, null)
        {
            Terms = formula is null ? null : TermsOf(formula),
        };
    }

    /// <summary>The value given to a parameter; null when the method has none of that name.</summary>
    public static IOperation? Argument(IInvocationOperation invocation, string parameter) =>
        invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;

    /// <summary>An operation without the conversions and parentheses around it.</summary>
    public static IOperation Stripped(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        return operation;
    }

    /// <summary>The one value that a local, a field or property can hold, or a method of the project returns; null when there is not exactly one or it cannot be seen.</summary>
    public IOperation? SingleValue(IOperation operation) =>
        operation switch
        {
            ILocalReferenceOperation local when LocalDefinitions.Around(local).Reaching(local) is { Count: 1 } reaching && reaching[0] is { IsValue: true } definition => definition.Value,
            IFieldReferenceOperation field when MemberValues.OfField(field.Field, model, cancellationToken) is { Count: 1 } values => values[0],
            IAwaitOperation await => await.Operation,
            IInvocationOperation { TargetMethod: { Name: "ConfigureAwait", ContainingNamespace.Name: "Tasks" }, Instance: { } task } => task,
            IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" }, Arguments: { Length: 1 } arguments } => arguments[0].Value,
            IInvocationOperation invocation when MemberValues.OfMethod(invocation.TargetMethod, model, cancellationToken) is { Count: 1 } returned => returned[0],
            IPropertyReferenceOperation property when MemberValues.OfProperty(property.Property, model, cancellationToken) is { Count: 1 } values => values[0],
            _ => null,
        };

    private FormulaText? FormulaOfFit(IInvocationOperation invocation) =>
        Argument(invocation, "formula") is { } text && FormulaOf(text, 0) is { } expression ? FormulaTextReader.Read(expression, model, cancellationToken) : null;

    private static ModelTerms? TermsOf(string formula) => FormulaReading.Of(formula) is { Terms: { } terms, Errors.IsEmpty: true } ? terms : null;

    private OptionsReading? OfOptions(IOperation operation, int depth) => OptionsReading.Of(new Bound(operation, null), SingleValue, depth);

    private Bound? SingleValue(Bound value) => SingleValue(value.Operation) is { } single ? new Bound(single, null) : null;

    /// <summary>The constant that a formula is made of, through <c>Formula.Parse</c> and single values.</summary>
    private CodeExpression? FormulaOf(IOperation operation, int depth)
    {
        operation = Stripped(operation);
        if (operation.ConstantValue is { HasValue: true, Value: string })
        {
            return operation.Syntax as CodeExpression;
        }

        return operation switch
        {
            _ when depth > DeepestTrace => null,
            IInvocationOperation { TargetMethod: { Name: "Parse", ContainingType: { } type } } parse when FitTypes.IsLibraryType(type, "Formula") && parse.Arguments.Length > 0 =>
                FormulaOf(parse.Arguments[0].Value, depth + 1),
            _ => SingleValue(operation) is { } value ? FormulaOf(value, depth + 1) : null,
        };
    }
}
