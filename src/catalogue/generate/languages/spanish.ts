import type { Language } from "./language.ts";

export const SPANISH: Language = {
  tag: "es",
  script: "Latn",
  share: 70,
  isbn: "89",
  openers: `el 140, la 122, los 32, un 14, las 18, una 9, a 5, en 5, no 4, de 4, mi 3, por 3, que 1, tu 1, lo 2, a la 2,
    entre 2, del 2, al 2, en el 2, lo que 1, sin 1, sobre el 1, cómo 6, yo 1, para 2, mis 2`,
  linkers: `de 100, del 42, y 42, de la 42, la 17, el 16, a 14, en 22, para 14, una 8, que 6, de los 12, un 7, al 7,
    los 5, de las 9, a la 7, con 5, las 4, en la 8, en el 9, y la 4, y el 4, no 2, por 4, de un 7, sobre 4, tu 2,
    se 2, sin 2, es 1, o 3, sobre la 3, sobre el 3, para el 2, de una 5, para la 2, y los 2, y de 2, en un 1, desde 2,
    entre 2, contra 2, y su 2, su 1`,
  words: `historia vida mundo libro obras derecho estudio España literatura América arte guía guerra introducción amor
    hombre poesía manual cuentos teoría educación siglo español española sociedad política ciencia desarrollo México
    estudios teatro análisis poemas casa novela economía tiempo cultura viaje ciudad filosofía muerte niños mujer lengua
    historias secreto gran noche tierra nuevo nueva Madrid Barcelona problemas investigación sistema sistemas gestión
    atlas diccionario memoria memorias social internacional Argentina antología leyendas revolución ensayo ensayos
    ideas religión Dios Cristo iglesia camino luz sombra sueños mar sol luna fuego agua corazón mujeres hombres años
    enseñanza aprendizaje psicología salud medicina naturaleza cocina música pintura arquitectura fotografía matemáticas
    técnicas curso ejercicios problemas república democracia libertad pueblo estado constitución justicia crisis
    empresa marketing información comunicación tecnología internet aventuras misterio crimen asesinato ladrón rey reina
    princesa príncipe caballero dragón gato perro caballo pájaros jardín bosque montaña río isla playa verano invierno
    Chile Perú Colombia Cuba Venezuela Andalucía Castilla Galicia Sevilla Granada Valencia Europa moderna contemporánea`,
  brevity: 0.9,
  volume: "vol. #",
  names: {
    given: `José Juan Carlos Luis Antonio Manuel Francisco María Miguel Jorge Pedro Jesús Fernando Rafael Ángel Javier
      Alberto Ramón Ricardo Julio Enrique Roberto Alfonso Daniel David Eduardo Alejandro Mario Pablo Ana Carmen Isabel
      Rosa Mercedes Pilar Teresa Elena Laura Marta Cristina Patricia Andrés Santiago Vicente Joaquín Salvador Ignacio
      Diego Sergio Víctor Gonzalo Raúl Tomás Felipe Guillermo Óscar Federico Gabriel Gustavo Héctor Arturo César
      Concepción Dolores Beatriz Lucía Silvia Gloria Emilio Agustín Benito Jaime Lorenzo Ernesto Gerardo`,
    surnames: `García González Rodríguez Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz
      Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco
      Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo
      Santos Lozano Guerrero Cano Prieto Méndez Cruz Calvo Gallego Herrera Márquez León Vidal Peña Flores Cabrera
      Campos Vega Fuentes Carrasco Diez Reyes Caballero Nieto Aguilar Pascual Santana Herrero Montero Lorenzo Hidalgo
      Giménez Ibáñez Ferrer Durán Santiago Benítez Vargas Mora Vicente Arias Carmona Crespo Román Pastor Soto Sáez
      Velasco Moya Soler Parra Esteban Bravo Gallardo Rojas Villanueva Etxeberria Quiroga Sepúlveda Valenzuela`,
    particles: "de 12, de la 8, del 4",
    twoSurnames: 0.4,
  },
  bodies: [
    "Universidad de *",
    "Instituto *",
    "Ministerio de *",
    "Museo *",
    "Ayuntamiento de *",
    "Asociación *",
  ],
};
