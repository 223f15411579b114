using Microsoft.CodeAnalysis;

namespace GlmmDsl.Generators.Symbols;

/// <summary>Finds the kind of value that a type holds.</summary>
internal static class ValueKinds
{
    /// <summary>The kind of value of a type that is not a <c>Nullable&lt;T&gt;</c>.</summary>
    public static ValueKind Of(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum)
        {
            return ValueKind.Enum;
        }

        return type.SpecialType switch
        {
            SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
                or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
                or SpecialType.System_IntPtr or SpecialType.System_UIntPtr => ValueKind.Integer,
            SpecialType.System_Double => ValueKind.Double,
            SpecialType.System_Single => ValueKind.Single,
            SpecialType.System_Decimal => ValueKind.Decimal,
            SpecialType.System_Boolean => ValueKind.Boolean,
            SpecialType.System_String => ValueKind.Text,
            SpecialType.System_Char => ValueKind.Character,
            SpecialType.System_DateTime => ValueKind.Moment,
            _ => OfSystemType(type),
        };
    }

    /// <summary>Types of the System namespace that the compiler has no special name for.</summary>
    private static ValueKind OfSystemType(ITypeSymbol type)
    {
        if (type.ContainingType is not null)
        {
            return ValueKind.None;
        }

        return (type.ContainingNamespace?.ToDisplayString(), type.Name) switch
        {
            ("System", "Int128" or "UInt128") => ValueKind.Integer,
            ("System.Numerics", "BigInteger") => ValueKind.Integer,
            ("System", "Half") => ValueKind.Double,
            ("System", "Guid") => ValueKind.Guid,
            ("System", "DateOnly") => ValueKind.Date,
            ("System", "DateTimeOffset" or "TimeSpan" or "TimeOnly") => ValueKind.Moment,
            _ => ValueKind.None,
        };
    }
}
