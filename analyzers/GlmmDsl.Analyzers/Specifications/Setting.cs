using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>One thing that a model's attribute or the options of a fit set.</summary>
/// <param name="IsConstant">Whether its value can be seen.</param>
/// <param name="Value">The value; null when it cannot be seen, and where it is null.</param>
/// <param name="Member">For a value of an enum, the member's name.</param>
/// <param name="Expression">The value in source; null when it is read from an assembly or another file.</param>
/// <param name="Whole">The argument or assignment in source.</param>
internal sealed record Setting(bool IsConstant, object? Value, string? Member, ExpressionSyntax? Expression, SyntaxNode? Whole)
{
    /// <summary>Reads the argument of an attribute.</summary>
    public static Setting Of(ExpressionSyntax expression, SyntaxNode whole, SemanticModel model, CancellationToken cancellationToken)
    {
        Optional<object?> value = model.GetConstantValue(expression, cancellationToken);
        return new Setting(value.HasValue, value.Value, MemberOf(model.GetTypeInfo(expression, cancellationToken).ConvertedType, value.Value), expression, whole);
    }

    /// <summary>Reads an assignment in an initialiser.</summary>
    public static Setting Of(IOperation value, SyntaxNode whole) =>
        new(value.ConstantValue.HasValue, value.ConstantValue.Value, MemberOf(value.Type, value.ConstantValue.Value), value.Syntax as ExpressionSyntax, whole);

    /// <summary>Reads an attribute's argument that may be in another file or assembly.</summary>
    public static Setting Of(TypedConstant argument)
    {
        bool isConstant = argument.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum;
        object? value = isConstant ? argument.Value : null;
        return new Setting(isConstant, value, MemberOf(argument.Type, value), null, null);
    }

    private static string? MemberOf(ITypeSymbol? type, object? value) =>
        type is { TypeKind: TypeKind.Enum } && value is not null
            ? type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(member => member.HasConstantValue && Equals(member.ConstantValue, value))?.Name
            : null;
}
